package org.apportion.ingest.cost;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apportion.ingest.delivery.Content;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.delivery.FileContent;
import org.apportion.ingest.delivery.Sums;
import org.apportion.ingest.file.FileScan;
import org.apportion.ingest.file.SourceFile;
import org.apportion.ingest.mapping.MappingPlan.RejectCheck;
import org.apportion.ingest.problem.ImportError;
import org.apportion.ingest.problem.RejectsFile;
import org.apportion.spi.Engine;

/**
 * The rows of one cost file in a temporary table of the engine, which spills them to disk as needed. Everything that is asked
 * of a file after it was read once is asked of this table.
 */
final class ParsedFile {
    private static final Pattern SPREADSHEET_NUMBER = Pattern.compile("\\d([.,]\\d+)?[eE]\\+?\\d+");
    private static final List<String> ACCOUNT_IDS = List.of("SubAccountId", "BillingAccountId");

    private final Engine engine;
    private final CostFile file;
    private CostPlan.FileKey key;
    private CostPlan plan;
    private boolean grouped;
    private final String source;
    private final String table;
    private final String rejects;
    private long accepted;
    private long rejected;
    private long skipped;
    private long rounded;

    private ParsedFile(Engine engine, CostFile file, String source, String table) {
        this.engine = engine;
        this.file = file;
        this.source = source;
        this.table = table;
        this.rejects = table + "_malformed";
        this.key = new CostPlan.FileKey(source, file.scan().file().id());
        this.plan = plan();
    }

    /** @param table name for the temporary table */
    static ParsedFile read(Engine engine, CostFile file, String source, String table) {
        ParsedFile parsed = new ParsedFile(engine, file, source, table);
        file.scan().read(parsed.rejects, parsed::parse);
        return parsed;
    }

    private void parse() {
        plan = plan();
        FileScan scan = file.scan();
        plan.read(engine, scan.inOrder().orElseGet(scan::relation), table).forEach(engine::execute);
    }

    /** Only a file without malformed rows can be numbered by its table. */
    private CostPlan plan() {
        FileScan scan = file.scan();
        return new CostPlan(
                engine.dialect(), file.plan(), scan.columns(), scan.inOrder().isEmpty(), key);
    }

    void drop() {
        plan.drop(engine, table).forEach(engine::execute);
    }

    /** Records in it, once {@link #content} was asked. */
    long rows() {
        return accepted;
    }

    /**
     * Counts the file and lists its rejects.
     *
     * @throws org.apportion.model.ApportionException {@code IMPORT_ACCOUNT_ID_DAMAGED}
     */
    FileContent content(java.nio.file.Path rejectsFolder) {
        refuseDamagedAccountIds();
        count();
        rejected += malformed();
        if (rejected > 0) {
            listRejects(rejectsFolder);
        }
        return new FileContent(
                file.plan().mapping(),
                version(),
                rejected,
                skipped,
                new Sums(engine, Content.COST).of(file.scan().file().name(), q(table), accepted()));
    }

    private void count() {
        String problem = q(CostPlan.PROBLEM);
        engine.forEach(
                "SELECT " + problem + " IS NULL, " + problem + " = " + CostPlan.SKIPPED + ", " + problem + " >= 0, "
                        + q(CostPlan.ROUNDED) + ", count(*) FROM " + q(table) + " GROUP BY 1, 2, 3, 4",
                row -> {
                    accepted += row.flag(0) ? row.number(4) : 0;
                    skipped += row.flag(1) ? row.number(4) : 0;
                    rejected += row.flag(2) ? row.number(4) : 0;
                    rounded += row.flag(0) && row.flag(3) ? row.number(4) : 0;
                });
    }

    /** The records of one delivery, as {@code cost_record} wants them. */
    String rows(Delivery delivery) {
        if (!grouped) {
            group();
            grouped = true;
        }
        return plan.rows(engine, table, delivery);
    }

    /** A cell that holds the separator of cells is next to impossible; then all are kept apart by one that none can hold. */
    private void group() {
        if (!plan.group(engine, table)) {
            key = key.withOwnSeparator();
            parse();
            if (!plan.group(engine, table)) {
                throw new IllegalStateException("a file that holds its own hash");
            }
        }
    }

    /** Records whose cost had more decimals than the lake keeps, once {@link #content} was asked. */
    long rounded() {
        return rounded;
    }

    private String accepted() {
        return q(CostPlan.PROBLEM) + " IS NULL";
    }

    private Optional<String> version() {
        return file.plan()
                .versionExpression()
                .flatMap(expression -> engine.query(
                                "SELECT " + expression + " FROM "
                                        + file.scan().inOrder().orElseGet(file.scan()::relation) + " AS s",
                                row -> Optional.ofNullable(row.text(0)))
                        .get(0));
    }

    private long malformed() {
        return file.scan()
                .malformed()
                .map(name -> engine.query("SELECT count(*) FROM " + q(name), row -> row.number(0))
                        .get(0))
                .orElse(0L);
    }

    private void listRejects(java.nio.file.Path folder) {
        SourceFile delivered = file.scan().file();
        try (RejectsFile list = RejectsFile.create(folder, source, delivered.id(), delivered.name())) {
            file.scan()
                    .malformed()
                    .ifPresent(name -> engine.forEach(
                            "SELECT x_row, x_column, x_reason FROM " + q(name) + " ORDER BY x_row",
                            row -> list.add(
                                    row.number(0),
                                    Objects.requireNonNullElse(row.text(1), ""),
                                    "ROW_MALFORMED",
                                    Objects.requireNonNullElse(row.text(2), ""))));
            List<RejectCheck> checks = plan.rejects();
            engine.forEach(
                    "SELECT DISTINCT " + plan.row() + ", " + q(CostPlan.PROBLEM) + " FROM " + q(table) + " AS t WHERE "
                            + q(CostPlan.PROBLEM) + " >= 0 ORDER BY 1, 2",
                    row -> {
                        RejectCheck check = checks.get((int) row.number(1));
                        list.add(row.number(0), check.column(), check.code(), check.reason());
                    });
            list.finish();
        }
    }

    private void refuseDamagedAccountIds() {
        for (String column : ACCOUNT_IDS) {
            String id = q(column);
            engine
                    .query(
                            "SELECT DISTINCT " + id + " FROM " + q(table) + " WHERE " + id + " LIKE '%E%' OR " + id
                                    + " LIKE '%e%' ORDER BY 1",
                            row -> Objects.requireNonNull(row.text(0)))
                    .stream()
                    .filter(text -> SPREADSHEET_NUMBER.matcher(text).matches())
                    .findFirst()
                    .ifPresent(text -> {
                        throw ImportError.IMPORT_ACCOUNT_ID_DAMAGED.at(
                                file.scan().file().name(),
                                "A spreadsheet turned account ids into numbers such as " + text + " (" + column
                                        + "); their last digits are lost.",
                                "Download the file again and do not save it with a spreadsheet program.");
                    });
        }
    }

    private String q(String name) {
        return engine.dialect().name(name);
    }
}
