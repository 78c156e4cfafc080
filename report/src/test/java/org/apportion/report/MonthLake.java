package org.apportion.report;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.allocate.AllocationPlan;
import org.apportion.allocate.PlanInputs;
import org.apportion.allocate.PlanOptions;
import org.apportion.allocate.PlanStep;
import org.apportion.engine.duckdb.DuckDbEngineProvider;
import org.apportion.lake.FileFilter;
import org.apportion.lake.Lake;
import org.apportion.lake.LakeCommit;
import org.apportion.lake.LakeSettings;
import org.apportion.lake.LakeView;
import org.apportion.lake.LakeWriter;
import org.apportion.lake.OwnedCharges;
import org.apportion.lake.Staged;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.ledger.RunProof;
import org.apportion.ledger.RunResult;
import org.apportion.ledger.RunStart;
import org.apportion.ledger.RunTotal;
import org.apportion.ledger.fetch.FetchRecord;
import org.apportion.ledger.fetch.FetchRecords;
import org.apportion.model.BillingMonth;
import org.apportion.model.CostBasis;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.configuration.ConfigurationBuilder;
import org.apportion.model.organization.Organization;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;
import org.apportion.spi.Secret;
import org.apportion.testkit.month.EngineTables;
import org.apportion.testkit.month.MonthData;

/** Takes generated months through real parts: engine, lake, ledger, allocation; without files and prices. */
final class MonthLake {
    private static final Instant START = Instant.parse("2026-11-02T06:00:00Z");

    private final Path folder;
    private final Configuration configuration;

    MonthLake(Path folder, MonthData data, Organization organization, CostBasis basis) {
        this(
                folder,
                new ConfigurationBuilder(
                                folder,
                                address(folder),
                                "EUR",
                                new EngineSettings("duckdb", "1GB", 1, folder.resolve("temporary")))
                        .costBasis(basis)
                        .organization(organization)
                        .directory(data.directory())
                        .rules(data.rules())
                        .fingerprints(Map.of("rules", "1", "directory", "1", "tags", "1"))
                        .build());
    }

    private MonthLake(Path folder, Configuration configuration) {
        this.folder = folder;
        this.configuration = configuration;
    }

    /** The same lake; its runs also store what each hour owes. */
    MonthLake withHours() {
        return new MonthLake(folder, configuration.copy().chargeHours(true).build());
    }

    private static String address(Path folder) {
        return "jdbc:sqlite:" + folder.resolve("ledger.db");
    }

    Configuration configuration() {
        return configuration;
    }

    Reports open() {
        return open(configuration);
    }

    Reports open(Configuration other) {
        return Reports.open(other, new Secret(() -> address(folder)));
    }

    MetricsFeed feed(MetricsSettings settings) {
        return MetricsFeed.open(configuration, new Secret(() -> address(folder)), settings);
    }

    /** Runs the month with these price lines. */
    MonthLake run(MonthData data, List<Object[]> priceLines) {
        try (Ledger ledger = Ledger.open(LedgerSettings.of(address(folder)));
                Engine engine = new DuckDbEngineProvider().open(configuration.engine());
                Lake lake = Lake.open(LakeSettings.of(folder.resolve("lake")), ledger, engine);
                LakeWriter writer = lake.write(Duration.ZERO)) {
            EngineTables.load(engine, data, EngineTables.Names.PLAIN);
            deliver(writer, ledger, engine);
            String id = ledger.inTransaction(transaction -> transaction
                    .runs()
                    .start(new RunStart(
                            data.month(),
                            START,
                            "test",
                            configuration.fingerprints(),
                            lake.current().snapshots())));
            AllocationPlan plan = plan(data, engine);
            engine.load("price_lines", Tables.PRICE_LINE.columns(), priceLines);
            String month = data.month().toString();
            List<LakeCommit> commits = new ArrayList<>();
            Map<TableSchema, String> results = new HashMap<>(Map.of(
                    Tables.RECORD_GROUP,
                    plan.recordGroups(),
                    Tables.CHARGE,
                    plan.charges(),
                    Tables.RESOLVED_TAG,
                    "SELECT * FROM tag ORDER BY tag_context, key",
                    Tables.PRICE_LINE,
                    "SELECT * FROM price_lines ORDER BY line"));
            if (configuration.chargeHours()) {
                results.put(Tables.CHARGE_HOUR, plan.chargeHours());
            }
            results.forEach((table, select) -> {
                Map<String, String> slice = Map.of("billing_month", month);
                commits.add(writer.replace(table, List.of(slice), List.of(writer.stage(table, slice, select))));
            });
            RunResult result = result(plan, engine);
            ledger.useTransaction(transaction -> {
                writer.name(transaction, commits, id);
                transaction.runs().commit(id, result, START.plusSeconds(5));
            });
        }
        return this;
    }

    /** A run of another month that splits nothing and books each charge of this month once more. */
    void correct(BillingMonth origin, BillingMonth booking) {
        try (Ledger ledger = Ledger.open(LedgerSettings.of(address(folder)));
                Engine engine = new DuckDbEngineProvider().open(configuration.engine());
                Lake lake = Lake.open(LakeSettings.of(folder.resolve("lake")), ledger, engine);
                LakeWriter writer = lake.write(Duration.ZERO)) {
            LakeView view = lake.current();
            String id = ledger.inTransaction(transaction -> transaction
                    .runs()
                    .start(new RunStart(booking, START, "test", configuration.fingerprints(), view.snapshots())));
            String month = "'" + booking + "' AS billing_month, ";
            FileFilter own = FileFilter.ALL.is("billing_month", origin.toString());
            String groups = Tables.RECORD_GROUP.columnNames().stream()
                    .skip(1)
                    .map(engine.dialect()::name)
                    .collect(Collectors.joining(", "));
            List<LakeCommit> commits = new ArrayList<>();
            Map.of(
                            Tables.RECORD_GROUP,
                            "SELECT " + month + groups + " FROM " + view.relation(Tables.RECORD_GROUP, own),
                            Tables.CORRECTION,
                            "SELECT " + month + "row_number() OVER () AS correction, billing_month AS origin_month,"
                                    + " record_group, day, part, tier, method, consumer_kind, consumer, cost_type,"
                                    + " reason, NULL AS unit, NULL AS unit_name, NULL AS cost_center,"
                                    + " NULL AS unit_owner, 'no_unit' AS unallocated, amount AS amount_before,"
                                    + " CAST(2 * amount AS DECIMAL(38,18)) AS amount_after, amount,"
                                    + " 'usage' AS cause, NULL AS deliveries FROM "
                                    + view.relation(Tables.CHARGE, own))
                    .forEach((table, select) -> {
                        Map<String, String> slice = Map.of("billing_month", booking.toString());
                        commits.add(writer.replace(table, List.of(slice), List.of(writer.stage(table, slice, select))));
                    });
            RunProof proof = new RunProof("records = charges", "0", "0", true, "");
            ledger.useTransaction(transaction -> {
                writer.name(transaction, commits, id);
                transaction.runs().commit(id, new RunResult(List.of(), List.of(proof), Map.of()), START.plusSeconds(5));
            });
        }
    }

    /** A fetch was done once, and has failed since. */
    void fetched(String fetch, Instant done, Instant failed) {
        try (Ledger ledger = Ledger.open(LedgerSettings.of(address(folder)))) {
            ledger.useTransaction(transaction -> {
                FetchRecords records = new FetchRecords(transaction);
                records.succeeded(fetch, new FetchRecord.Success(done, Duration.ZERO, 1, 1, 1));
                records.failed(fetch, failed);
            });
        }
    }

    private void deliver(LakeWriter writer, Ledger ledger, Engine engine) {
        List<LakeCommit> commits = List.of(
                deliver(writer, engine, Tables.COST_RECORD, "cost"),
                deliver(writer, engine, Tables.USAGE_SAMPLE, "sample"));
        ledger.useTransaction(transaction -> writer.name(transaction, commits, "delivery"));
    }

    private static LakeCommit deliver(LakeWriter writer, Engine engine, TableSchema table, String rows) {
        String columns = String.join(", ", table.partition());
        List<Map<String, String>> slices = engine.query("SELECT DISTINCT " + columns + " FROM " + rows, row -> {
            Map<String, String> slice = new TreeMap<>();
            for (int i = 0; i < table.partition().size(); i++) {
                slice.put(table.partition().get(i), Objects.requireNonNull(row.text(i)));
            }
            return slice;
        });
        List<Staged> staged = new ArrayList<>();
        for (Map<String, String> slice : slices) {
            StringBuilder where = new StringBuilder("true");
            slice.forEach((column, value) -> where.append(" AND ")
                    .append(column)
                    .append(" = ")
                    .append(engine.dialect().text(value)));
            String order = String.join(", ", table.sort());
            staged.add(writer.stage(table, slice, "SELECT * FROM " + rows + " WHERE " + where + " ORDER BY " + order));
        }
        return writer.replace(table, slices, staged);
    }

    private AllocationPlan plan(MonthData data, Engine engine) {
        AllocationPlan plan = AllocationPlan.of(
                data.rules(),
                configuration.costBasis(),
                data.month(),
                engine.dialect(),
                new PlanInputs("cost", "sample", "tag", "owner"),
                PlanOptions.SAFE.withHours(configuration.chargeHours()));
        for (PlanStep step : plan.steps()) {
            if (!(step instanceof PlanStep.Check)) {
                engine.execute(step.sql());
            }
        }
        return plan;
    }

    private RunResult result(AllocationPlan plan, Engine engine) {
        Map<String, String> facts = new HashMap<>();
        if (!plan.scales().isEmpty()) {
            engine.forEach(plan.scales(), row -> facts.put("exponent of " + row.text(0), Long.toString(row.number(1))));
        }
        OwnedCharges owned = OwnedCharges.load(engine, configuration.organization(), configuration.directory());
        String charges = owned.select("(" + plan.charges() + ")", "(" + plan.recordGroups() + ")");
        List<RunTotal> totals = engine.query(
                "SELECT BillingCurrency, sum(amount) FROM (" + charges + ") GROUP BY 1 ORDER BY 1",
                row -> new RunTotal(
                        Objects.requireNonNull(row.text(0)),
                        Objects.requireNonNull(row.decimal(1)),
                        Objects.requireNonNull(row.decimal(1)),
                        Map.of()));
        return new RunResult(totals, List.of(new RunProof("records = charges", "1", "1", true, "")), facts);
    }
}
