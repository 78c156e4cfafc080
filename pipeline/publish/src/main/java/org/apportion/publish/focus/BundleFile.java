package org.apportion.publish.focus;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apportion.model.output.OutputDefinition.Format;
import org.apportion.model.table.Column;
import org.apportion.publish.conformance.CheckedFile;
import org.apportion.publish.conformance.CheckedFile.CheckedColumn;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.FileScans.CsvFile;
import org.apportion.spi.NumberedColumn;
import org.jspecify.annotations.Nullable;

/** A dataset of a bundle on disk: one CSV file, or one or more Parquet files, in a stable order of rows. */
final class BundleFile {
    private final Engine engine;
    private final BundleFolder folder;
    private final Format format;
    private final String dataset;
    private final List<Column> columns;
    private final List<String> names = new ArrayList<>();

    private BundleFile(Engine engine, BundleFolder folder, Format format, String dataset, List<Column> columns) {
        this.engine = engine;
        this.folder = folder;
        this.format = format;
        this.dataset = dataset;
        this.columns = columns;
    }

    /**
     * Writes the rows.
     *
     * @param slices conditions that take each row once, in the order of the rows; each slice is sorted by itself
     */
    static BundleFile write(
            Engine engine, BundleFolder folder, Format format, String dataset, BundleRows rows, List<String> slices) {
        BundleFile file = new BundleFile(engine, folder, format, dataset, rows.columns());
        List<String> selects =
                slices.stream().map(slice -> file.ordered(rows, slice)).toList();
        folder.guarded(() -> {
            if (format == Format.PARQUET) {
                file.writeParquet(selects);
            } else {
                file.writeCsv(selects);
            }
        });
        return file;
    }

    private String ordered(BundleRows rows, String slice) {
        Dialect dialect = engine.dialect();
        String order = rows.order().stream().map(dialect::name).collect(Collectors.joining(", "));
        return rows.select() + (slice.isEmpty() ? "" : " WHERE " + slice) + " ORDER BY " + order;
    }

    private void writeParquet(List<String> selects) {
        List<NumberedColumn> numbered = new ArrayList<>();
        columns.forEach(column -> numbered.add(new NumberedColumn(column, numbered.size() + 1, 0, 0)));
        for (int i = 0; i < selects.size(); i++) {
            String name = selects.size() == 1
                    ? dataset + ".parquet"
                    : String.format(Locale.ROOT, "%s-%04d.parquet", dataset, i + 1);
            names.add(name);
            engine.write(selects.get(i), folder.file(name), numbered);
        }
    }

    private void writeCsv(List<String> selects) throws IOException {
        names.add(dataset + ".csv");
        try (BufferedWriter out = Files.newBufferedWriter(folder.file(names.get(0)), StandardCharsets.UTF_8);
                CsvWriter csv = CsvWriter.builder().build(out)) {
            csv.writeRecord(columns.stream().map(Column::name).toList());
            for (String select : selects) {
                engine.forEach(select, row -> {
                    List<String> cells = new ArrayList<>(columns.size());
                    for (int i = 0; i < columns.size(); i++) {
                        cells.add(text(row.value(i)));
                    }
                    csv.writeRecord(cells);
                });
            }
        }
    }

    /** Numbers with all their digits and no more, UTC times; text unchanged, for it is data for machines. */
    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
        }
        return value instanceof Instant instant
                ? instant.truncatedTo(ChronoUnit.SECONDS).toString()
                : value.toString();
    }

    List<String> names() {
        return names;
    }

    List<Column> columns() {
        return columns;
    }

    /** The file as it is on disk, for checks. */
    CheckedFile asWritten() {
        Dialect dialect = engine.dialect();
        if (format == Format.CSV) {
            List<String> headings = columns.stream().map(Column::name).toList();
            CsvFile csv =
                    new CsvFile(folder.file(names.get(0)), ',', '"', StandardCharsets.UTF_8, 0, headings, null, false);
            String text = dialect.type(org.apportion.model.table.ColumnType.STRING);
            return new CheckedFile(
                    names.get(0),
                    engine.scans().csv(csv),
                    headings.stream().map(name -> new CheckedColumn(name, text)).toList());
        }
        String list =
                columns.stream().map(column -> dialect.name(column.name())).collect(Collectors.joining(", "));
        String relation = "(SELECT " + list + ", row_number() OVER () AS x_row FROM "
                + dialect.parquet(names.stream().map(folder::file).toList(), columns) + " AS p)";
        return new CheckedFile(
                names.get(0),
                relation,
                columns.stream()
                        .map(column -> new CheckedColumn(column.name(), dialect.type(column.type())))
                        .toList());
    }

    /** The column of {@link #asWritten} as an exact number. */
    String decimal(String column) {
        Dialect dialect = engine.dialect();
        String name = dialect.name(column);
        return format == Format.CSV ? dialect.cells().decimal(name) : name;
    }

    boolean has(String column) {
        return columns.stream().anyMatch(one -> one.name().equals(column));
    }
}
