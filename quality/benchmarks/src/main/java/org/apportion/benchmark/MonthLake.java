package org.apportion.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apportion.lake.FileFilter;
import org.apportion.lake.Lake;
import org.apportion.lake.LakeCommit;
import org.apportion.lake.LakeSettings;
import org.apportion.lake.LakeView;
import org.apportion.lake.LakeWriter;
import org.apportion.lake.Staged;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;

/** A lake that holds the made-up month, as an import would have left it. */
final class MonthLake {
    private final Path data;
    private final MonthFiles files;
    private final long rows;
    private final int copies;

    MonthLake(MonthFiles files) {
        this(files, 0, 1);
    }

    /**
     * A lake that holds the month several times, each with resources, records and groups of its own.
     *
     * @param rows of the month, by which the ids of records of one copy lie behind those of the copy before
     */
    MonthLake(MonthFiles files, long rows, int copies) {
        this.data = files.folder().resolve(copies == 1 ? "data" : "data-x" + copies);
        this.files = files;
        this.rows = rows;
        this.copies = copies;
    }

    Path data() {
        return data;
    }

    /** Fills the lake, once: the generated columns go in without the way over a bill. */
    void fill(Engine engine) {
        if (Files.exists(data.resolve("ledger.db"))) {
            return;
        }
        with(engine, (lake, ledger) -> {
            try (LakeWriter writer = lake.write(Duration.ZERO)) {
                List<LakeCommit> commits = new ArrayList<>();
                commits.add(add(
                        engine,
                        writer,
                        Tables.COST_RECORD,
                        Map.of("x_BillingMonth", MonthSql.MONTH, "x_Source", BenchmarkMonth.SOURCE, "x_Slice", "all")));
                commits.add(add(
                        engine,
                        writer,
                        Tables.USAGE_SAMPLE,
                        Map.of("x_UsageMonth", MonthSql.MONTH, "x_Source", BenchmarkMonth.SOURCE, "x_Slice", "all")));
                ledger.useTransaction(transaction -> writer.name(transaction, commits, "made-up"));
            }
        });
    }

    private LakeCommit add(Engine engine, LakeWriter writer, TableSchema table, Map<String, String> slice) {
        Path file = table.equals(Tables.COST_RECORD) ? files.costRecords() : files.usageSamples();
        String relation = engine.dialect().parquet(List.of(file), table.columns());
        List<String> selects = IntStream.range(0, copies)
                .mapToObj(copy -> copy(relation, table, copy))
                .toList();
        // A month's usage in one file cannot repeat a sample, which spares the split a sum; so it stays one file.
        List<String> written =
                table.equals(Tables.COST_RECORD) ? selects : List.of(String.join(" UNION ALL ", selects));
        List<Staged> staged = written.stream()
                .map(select -> writer.stage(table, slice, select))
                .toList();
        return writer.replace(table, List.of(slice), staged);
    }

    /** The first copy is the month itself. */
    private String copy(String relation, TableSchema table, int copy) {
        if (copy == 0) {
            return "SELECT * FROM " + relation;
        }
        String changes = table.equals(Tables.COST_RECORD)
                ? "\"ResourceId\" || '-" + copy + "' AS \"ResourceId\", \"x_RecordId\" + " + rows * copy
                        + " AS \"x_RecordId\", (hash(\"x_GroupId\", " + copy + ") // 16)::BIGINT AS \"x_GroupId\""
                : "resource || '-" + copy + "' AS resource";
        return "SELECT * REPLACE (" + changes + ") FROM " + relation;
    }

    /** The two tables that the split reads, as they lie in the lake. */
    RawScan scan(Engine engine) {
        List<RawScan> scans = new ArrayList<>();
        with(engine, (lake, ledger) -> {
            LakeView view = lake.current();
            scans.add(new RawScan(
                    engine,
                    view.relation(Tables.COST_RECORD, FileFilter.ALL),
                    view.relation(Tables.USAGE_SAMPLE, FileFilter.ALL)));
        });
        return scans.get(0);
    }

    /** Number of charges, their sum and a hash that does not depend on their order: equal results have equal texts. */
    String fingerprint(Engine engine) {
        List<String> texts = new ArrayList<>();
        with(
                engine,
                (lake, ledger) -> texts.addAll(engine.query(
                        "SELECT count(*) || ' ' || sum(amount) || ' ' || bit_xor(hash(c)) FROM "
                                + lake.current().relation(Tables.CHARGE, FileFilter.ALL) + " AS c",
                        row -> String.valueOf(row.text(0)))));
        return texts.get(0);
    }

    private void with(Engine engine, Use use) {
        try (Ledger ledger = Ledger.open(LedgerSettings.file(data.resolve("ledger.db")));
                Lake lake = Lake.open(LakeSettings.of(data.resolve("lake")), ledger, engine)) {
            use.of(lake, ledger);
        }
    }

    private interface Use {
        void of(Lake lake, Ledger ledger);
    }
}
