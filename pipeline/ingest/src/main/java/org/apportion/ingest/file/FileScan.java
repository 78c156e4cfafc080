package org.apportion.ingest.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apportion.model.ApportionException;
import org.apportion.spi.Engine;
import org.apportion.spi.FileScans.CsvFile;
import org.jspecify.annotations.Nullable;

/**
 * One delivered file as the engine sees it, ready to be read. A CSV file is read strictly first; if it turns out to hold
 * malformed rows, {@link #leaveOutMalformed} finds them and from then on the relation is without them. One whose rows end in
 * different ways is read from a copy where they do not.
 */
public final class FileScan {
    private static final String ROW_MALFORMED = "ENGINE_ROW_MALFORMED";
    private static final Set<String> OURS = Set.of("x_row", "x_problem", "x_variant");

    private final Engine engine;
    private final SourceFile file;
    private final List<SourceColumn> columns;
    private final @Nullable WorkFolder work;
    private @Nullable CsvFile csv;
    private final CsvShape.@Nullable Line heading;
    private String ordered;
    private String relation;
    private Optional<String> malformed = Optional.empty();

    private FileScan(
            Engine engine,
            SourceFile file,
            List<SourceColumn> columns,
            @Nullable WorkFolder work,
            @Nullable CsvFile csv,
            CsvShape.@Nullable Line heading,
            String ordered,
            String relation) {
        this.engine = engine;
        this.file = file;
        this.columns = columns;
        this.work = work;
        this.csv = csv;
        this.heading = heading;
        this.ordered = ordered;
        this.relation = relation;
    }

    /**
     * The scan of a delimited file.
     *
     * @param heading the line of the shape that holds the column names
     */
    public static FileScan csv(Engine engine, SourceFile file, FileHead.Prepared prepared, CsvShape.Line heading) {
        List<String> names = withoutOurs(heading.columns());
        CsvFile csv = new CsvFile(
                prepared.readable(),
                prepared.shape().delimiter(),
                prepared.shape().quote(),
                StandardCharsets.UTF_8,
                heading.skipLines(),
                names,
                null,
                false);
        List<SourceColumn> columns =
                names.stream().map(name -> new SourceColumn(name, "VARCHAR")).toList();
        return new FileScan(
                engine,
                file,
                columns,
                prepared.work(),
                csv,
                heading,
                engine.scans().csvCells(csv),
                engine.scans().csv(csv));
    }

    /** A JSON file after {@link JsonLines}. */
    public static FileScan json(Engine engine, SourceFile file, Path lines) {
        return described(engine, file, engine.scans().json(lines));
    }

    public static FileScan parquet(Engine engine, SourceFile file) {
        return described(engine, file, engine.scans().parquet(file.readable()));
    }

    private static FileScan described(Engine engine, SourceFile file, String scan) {
        List<SourceColumn> columns = engine.query(
                "DESCRIBE SELECT * FROM " + scan,
                row -> new SourceColumn(Objects.requireNonNull(row.text(0)), Objects.requireNonNull(row.text(1))));
        List<SourceColumn> renamed = new ArrayList<>();
        List<String> select = new ArrayList<>();
        List<String> names =
                withoutOurs(columns.stream().map(SourceColumn::name).toList());
        for (int i = 0; i < columns.size(); i++) {
            renamed.add(new SourceColumn(names.get(i), columns.get(i).type()));
            select.add(engine.dialect().name(columns.get(i).name()) + " AS "
                    + engine.dialect().name(names.get(i)));
        }
        String ordered = "(SELECT " + String.join(", ", select) + " FROM " + scan + ")";
        String relation = "(SELECT s.*, row_number() OVER () AS x_row FROM " + ordered + " AS s)";
        return new FileScan(engine, file, renamed, null, null, null, ordered, relation);
    }

    /** A file that Apportion wrote may itself have columns named as ours. */
    private static List<String> withoutOurs(List<String> names) {
        return UniqueNames.of(names.stream()
                .map(name -> OURS.contains(name.toLowerCase(Locale.ROOT)) ? name + "_source" : name)
                .toList());
    }

    public SourceFile file() {
        return file;
    }

    public List<SourceColumn> columns() {
        return columns;
    }

    /**
     * Refuses a heading that stands twice, if it is read.
     *
     * @param isRead whether anything depends on the column of this name
     * @throws ApportionException {@code IMPORT_HEADING_DOUBLED}
     */
    public void refuseDoubledHeadings(Predicate<String> isRead) {
        if (heading != null) {
            heading.refuseDoubled(file.name(), i -> isRead.test(columns.get(i).name()));
        }
    }

    /** A table expression with the columns and {@code x_row}, the number of the data row from 1. */
    public String relation() {
        return relation;
    }

    /**
     * A table expression with the columns only, in the order of the file, which all threads can read; nothing if the rows can
     * be counted right by {@link #relation} alone.
     */
    public Optional<String> inOrder() {
        return malformed.isPresent() ? Optional.empty() : Optional.of(ordered);
    }

    /** The temporary table of malformed rows (x_row, x_column, x_reason), once there is one. */
    public Optional<String> malformed() {
        return malformed;
    }

    /** What decides how bytes become cells: part of the fingerprint of a reading. */
    public String form() {
        return csv == null
                ? file.kind().name()
                : "CSV" + csv.delimiter() + csv.quote() + csv.skipLines() + String.join("\n", csv.columns());
    }

    /**
     * Does something that reads the relation; if malformed rows stop it, they are set aside and it is done once more. Rows that only
     * look so, since line ends are mixed, are read from a copy.
     *
     * @param table name for the temporary table of malformed rows
     * @throws ApportionException as precise as the file itself allows
     */
    public void read(String table, Runnable reading) {
        try {
            reading.run();
        } catch (ApportionException e) {
            if (csv == null || malformed.isPresent() || !isMalformed(e)) {
                throw FileDoctor.diagnose(file, e).orElse(e);
            }
            refuseDamaged(e);
            if (unifyLineEnds()) {
                readUnified(table, reading);
            } else {
                leaveOutMalformed(csv, table);
                reading.run();
            }
        }
    }

    private void readUnified(String table, Runnable reading) {
        try {
            reading.run();
        } catch (ApportionException e) {
            if (csv == null || !isMalformed(e)) {
                throw e;
            }
            leaveOutMalformed(csv, table);
            reading.run();
        }
    }

    private static boolean isMalformed(ApportionException failure) {
        return failure.code().name().equals(ROW_MALFORMED);
    }

    /** A damaged archive also looks like malformed rows; then its other rows cannot be trusted. */
    private void refuseDamaged(ApportionException failure) {
        Optional<ApportionException> damage = file.gzip() ? FileDoctor.diagnose(file, failure) : Optional.empty();
        if (damage.isPresent()) {
            throw damage.get();
        }
    }

    /** Whether rows end in different ways, and the file is now read from a copy where they do not. */
    private boolean unifyLineEnds() {
        CsvFile mixed = csv;
        if (mixed == null || work == null) {
            return false;
        }
        try {
            if (!LineEnds.areMixed(mixed.path(), mixed.quote(), mixed.delimiter())) {
                return false;
            }
            Path copy = work.fresh(".csv");
            LineEnds.unify(mixed.path(), mixed.quote(), mixed.delimiter(), copy);
            CsvFile unified = mixed.withPath(copy);
            csv = unified;
            ordered = engine.scans().csvCells(unified);
            relation = engine.scans().csv(unified);
            return true;
        } catch (IOException e) {
            throw FileHead.unreadable(file, e);
        }
    }

    private void leaveOutMalformed(CsvFile strict, String table) {
        engine.scans().findRejects(strict, table).forEach(engine::execute);
        malformed = Optional.of(table);
        relation = engine.scans().csvWithout(strict, table);
    }
}
