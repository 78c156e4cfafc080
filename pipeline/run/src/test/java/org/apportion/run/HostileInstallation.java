package org.apportion.run;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeCommit;
import org.apportion.lake.LakeWriter;
import org.apportion.lake.Staged;
import org.apportion.model.CostBasis;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.configuration.ConfigurationBuilder;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.price.ExchangeRate;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Progress;
import org.apportion.spi.Secret;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.month.EngineTables;
import org.apportion.testkit.month.MonthData;

/** A workspace whose lake holds a generated month, as if it had been imported. */
final class HostileInstallation implements AutoCloseable {
    private static final EngineTables.Names GENERATED =
            new EngineTables.Names("generated_cost", "generated_sample", "generated_tag", "generated_owner");

    private final MonthData data;
    private final Workspace workspace;

    /** @param slices over how many slices the rows of each source are scattered */
    HostileInstallation(Path folder, MonthData data, CostBasis basis, int threads, String memory, int slices) {
        this(folder, data, basis, threads, memory, slices, List.of(), "");
    }

    /** @param rate EUR for each unit of any other currency */
    HostileInstallation(Path folder, MonthData data, CostBasis basis, BigDecimal rate) {
        this(folder, data, basis, 2, "500MB", 2, List.of(), "", rate, TagPolicy.NONE);
    }

    /** The same under a policy of tags. */
    HostileInstallation(Path folder, MonthData data, CostBasis basis, BigDecimal rate, TagPolicy tags) {
        this(folder, data, basis, 2, "500MB", 2, List.of(), "", rate, tags);
    }

    /** @param change statement that changes the table generated_cost before it goes into the lake; empty for none */
    HostileInstallation(
            Path folder,
            MonthData data,
            CostBasis basis,
            int threads,
            String memory,
            int slices,
            List<OutputDefinition> outputs,
            String change) {
        this(folder, data, basis, threads, memory, slices, outputs, change, new BigDecimal("0.5"), TagPolicy.NONE);
    }

    private HostileInstallation(
            Path folder,
            MonthData data,
            CostBasis basis,
            int threads,
            String memory,
            int slices,
            List<OutputDefinition> outputs,
            String change,
            BigDecimal rate,
            TagPolicy tags) {
        this.data = data;
        Configuration configuration = new ConfigurationBuilder(
                        folder,
                        "jdbc:sqlite:" + folder.resolve("ledger.db"),
                        "EUR",
                        new EngineSettings("duckdb", memory, threads, folder.resolve("tmp")))
                .costBasis(basis)
                .organization(organization())
                .directory(data.directory())
                .rules(data.rules())
                .rates(Stream.of("USD", "JPY", "credits")
                        .map(currency -> rate(currency, rate))
                        .toList())
                .tags(tags)
                .outputs(outputs)
                .build();
        workspace = Workspace.open(
                configuration, new Secret(configuration::ledgerUrl), MovableClock.at("2026-11-01T06:00:00Z"));
        EngineTables.load(workspace.engine(), data, GENERATED);
        if (!change.isEmpty()) {
            workspace.engine().execute(change);
        }
        try (LakeWriter writer = workspace.lake().write(Duration.ZERO)) {
            List<LakeCommit> commits = List.of(
                    fill(writer, Tables.COST_RECORD, GENERATED.cost(), "x_RecordId", slices),
                    fill(writer, Tables.USAGE_SAMPLE, GENERATED.sample(), "x_Row", slices));
            workspace.ledger().useTransaction(transaction -> writer.name(transaction, commits, "generated"));
        }
    }

    MonthResult run() {
        return run(false);
    }

    /** @param full whether to split everything, whatever an earlier run has found */
    MonthResult run(boolean full) {
        MonthRun.RunSettings settings = new MonthRun.RunSettings("test", Duration.ZERO, false, full);
        return new MonthRun(workspace, settings, Progress.NONE).run(data.month());
    }

    /** Splits everything, some records and samples at a time. */
    MonthResult runInPortions(long rows) {
        MonthRun.RunSettings settings = new MonthRun.RunSettings("test", Duration.ZERO, false, true, rows);
        return new MonthRun(workspace, settings, Progress.NONE).run(data.month());
    }

    /** Files that hold the charges. */
    int chargeFiles() {
        return workspace.lake().current().files(Tables.CHARGE, FileFilter.ALL).size();
    }

    /** Charges as lines like those of the reference, in the order of the table. */
    List<String> charges() {
        return workspace
                .engine()
                .query(
                        "SELECT * FROM " + workspace.lake().current().relation(Tables.CHARGE)
                                + " AS t ORDER BY record_group, day, part, tier, consumer_kind, consumer",
                        row -> String.join(
                                "|",
                                row.text(0),
                                Long.toString(row.number(1)),
                                String.valueOf(row.date(2)),
                                Long.toString(row.number(3)),
                                Long.toString(row.number(4)),
                                row.text(5),
                                row.text(6),
                                row.text(7),
                                String.valueOf(row.text(8)),
                                String.valueOf(row.text(9)),
                                Objects.requireNonNull(row.decimal(10)).toPlainString()));
    }

    Workspace workspace() {
        return workspace;
    }

    List<String> rows(TableSchema table) {
        return SmallCompany.rows(workspace, table);
    }

    private LakeCommit fill(LakeWriter writer, TableSchema table, String from, String number, int slices) {
        String scattered = "(SELECT * REPLACE (\"x_Slice\" || '-' || (" + '"' + number + '"' + " % " + slices
                + ") AS \"x_Slice\") FROM " + from + ")";
        String columns = String.join(
                ", ", table.partition().stream().map(name -> '"' + name + '"').toList());
        String sort = String.join(
                ", ", table.sort().stream().map(name -> '"' + name + '"').toList());
        List<Map<String, String>> partitions = workspace
                .engine()
                .query(
                        "SELECT DISTINCT " + columns + " FROM " + scattered + " ORDER BY ALL",
                        row -> Map.of(
                                table.partition().get(0), Objects.requireNonNull(row.text(0)),
                                table.partition().get(1), Objects.requireNonNull(row.text(1)),
                                table.partition().get(2), Objects.requireNonNull(row.text(2))));
        List<Staged> staged = new ArrayList<>();
        for (Map<String, String> partition : partitions) {
            StringBuilder where = new StringBuilder();
            partition.forEach((column, value) -> where.append(where.isEmpty() ? " WHERE " : " AND ")
                    .append(workspace.engine().dialect().name(column))
                    .append(" = ")
                    .append(workspace.engine().dialect().text(value)));
            staged.add(writer.stage(table, partition, "SELECT * FROM " + scattered + where + " ORDER BY " + sort));
        }
        return writer.replace(table, partitions, staged);
    }

    private static Organization organization() {
        return new Organization(Stream.of("unit-a", "unit-b", "unit-c")
                .map(id -> new OrganizationUnit(id, id, "team", null, null, null, List.of()))
                .toList());
    }

    private static ExchangeRate rate(String currency, BigDecimal rate) {
        return new ExchangeRate(LocalDate.of(2026, 1, 1), currency, "EUR", rate, "test");
    }

    @Override
    public void close() {
        workspace.close();
    }
}
