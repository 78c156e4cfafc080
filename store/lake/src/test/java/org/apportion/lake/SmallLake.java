package org.apportion.lake;

import static java.util.Objects.requireNonNull;
import static org.apportion.model.table.Column.optional;
import static org.apportion.model.table.Column.required;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apportion.ledger.Holder;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.TableSchema;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
import org.apportion.spi.Secret;

/** A ledger, an engine and a lake with two tiny tables, as one process has them. */
final class SmallLake implements AutoCloseable {
    static final TableSchema BILL = new TableSchema(
            "bill",
            List.of(
                    required("month", ColumnType.STRING, "Month, as 2026-10."),
                    required("slice", ColumnType.STRING, "Slice."),
                    required("id", ColumnType.BIGINT, "Row."),
                    required("day", ColumnType.DATE, "Day."),
                    required("hour", ColumnType.TIMESTAMP, "Hour."),
                    required("cost", ColumnType.MONEY, "Cost."),
                    optional("quantity", ColumnType.USAGE, "Quantity."),
                    optional("tags", ColumnType.STRING_MAP, "Tags.")),
            List.of("month", "slice"),
            List.of("id"));
    static final TableSchema SHARE = new TableSchema(
            "share",
            List.of(
                    required("month", ColumnType.STRING, "Month, as 2026-10."),
                    required("id", ColumnType.BIGINT, "Row."),
                    required("amount", ColumnType.MONEY, "Amount.")),
            List.of("month"),
            List.of("id"));

    final Ledger ledger;
    final Engine engine;
    final Lake lake;
    private final boolean ownEngine;

    SmallLake(Path folder, LedgerSettings ledgerSettings, LakeStep.Watch watch) {
        this(folder, ledgerSettings, watch, engine(folder.resolve("spill")), true);
    }

    private SmallLake(
            Path folder, LedgerSettings ledgerSettings, LakeStep.Watch watch, Engine engine, boolean ownEngine) {
        this.engine = engine;
        this.ownEngine = ownEngine;
        ledger = Ledger.open(ledgerSettings);
        lake = Lake.open(new LakeSettings(folder.resolve("lake"), List.of(BILL, SHARE)), ledger, engine, watch);
    }

    static Engine engine(Path spill) {
        return ServiceLoader.load(EngineProvider.class)
                .findFirst()
                .orElseThrow()
                .open(new EngineSettings("duckdb", "256MB", 1, spill));
    }

    static SmallLake in(Path folder) {
        return in(folder, InstantSource.system(), LakeStep.Watch.NONE);
    }

    static SmallLake in(Path folder, InstantSource clock, LakeStep.Watch watch) {
        return new SmallLake(folder, sqlite(folder, clock), watch);
    }

    /** With an engine that stays open, for tests that open many lakes. */
    static SmallLake in(Path folder, InstantSource clock, LakeStep.Watch watch, Engine engine) {
        return new SmallLake(folder, sqlite(folder, clock), watch, engine, false);
    }

    private static LedgerSettings sqlite(Path folder, InstantSource clock) {
        return new LedgerSettings(new Secret(() -> "jdbc:sqlite:" + folder.resolve("ledger.db")), clock);
    }

    LakeWriter write() {
        return lake.write(Duration.ZERO, Holder.current());
    }

    /** Rows 1 to {@code count} of a slice, each costing {@code cost}. */
    static String bill(String month, String slice, int count, String cost) {
        return "SELECT '" + month + "', '" + slice + "', i, DATE '" + month + "-01' + CAST(i AS INT) - 1, TIMESTAMP '"
                + month
                + "-01 00:00:00' + INTERVAL (i) HOUR, " + cost + ", NULL, MAP {'team': 'a'} FROM range(1, "
                + (count + 1) + ") AS r(i) ORDER BY i";
    }

    static String share(String month, int count, String amount) {
        return "SELECT '" + month + "', i, " + amount + " FROM range(1, " + (count + 1) + ") AS r(i) ORDER BY i";
    }

    static Map<String, String> slice(String month, String slice) {
        return Map.of("month", month, "slice", slice);
    }

    /** Replaces one slice of the bill and the month's shares, and names both at once. */
    void rewrite(String month, int rows, String cost, String by) {
        try (LakeWriter writer = write()) {
            rewriteWith(writer, month, rows, cost, by);
        }
    }

    void rewriteWith(LakeWriter writer, String month, int rows, String cost, String by) {
        Staged bill = writer.stage(BILL, slice(month, "s"), bill(month, "s", rows, cost));
        LakeCommit billCommit = writer.replace(BILL, List.of(slice(month, "s")), List.of(bill));
        Staged share = writer.stage(SHARE, Map.of("month", month), share(month, rows, cost));
        LakeCommit shareCommit = writer.replace(SHARE, List.of(Map.of("month", month)), List.of(share));
        ledger.useTransaction(tx -> writer.name(tx, List.of(billCommit, shareCommit), by));
    }

    /** Commits rows that nothing will name. */
    void rewriteUnnamed(LakeWriter writer) {
        Staged bill = writer.stage(BILL, slice("2026-10", "s"), bill("2026-10", "s", 9, "9"));
        writer.replace(BILL, List.of(slice("2026-10", "s")), List.of(bill));
        writer.stage(SHARE, Map.of("month", "2026-10"), share("2026-10", 9, "9"));
    }

    /** Rows and sum of a table as text, such as {@code 3 rows, 4.5}. */
    String sum(LakeView view, TableSchema table, String money) {
        return engine.query(
                        "SELECT COUNT(*), COALESCE(SUM(" + money + "), 0) FROM " + view.relation(table),
                        row -> row.number(0) + " rows, "
                                + requireNonNull(row.decimal(1))
                                        .stripTrailingZeros()
                                        .toPlainString())
                .get(0);
    }

    /** Both tables as one consistent state. */
    String state() {
        LakeView view = lake.current();
        return sum(view, BILL, "cost") + " | " + sum(view, SHARE, "amount");
    }

    @Override
    public void close() {
        lake.close();
        if (ownEngine) {
            engine.close();
        }
        ledger.close();
    }
}
