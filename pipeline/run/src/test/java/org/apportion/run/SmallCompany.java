package org.apportion.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apportion.config.ConfigurationLoader;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Progress;
import org.apportion.spi.Row;
import org.apportion.testkit.MovableClock;
import org.jspecify.annotations.Nullable;

/**
 * A company of two teams with the bill of one month, small enough to check by hand. Everything is in a folder as a user has it.
 *
 * <p>Billed are 23.00 EUR and 1.00 USD: Kafka for 10.00 on 1 October (alice used 3, bob 1) and for 6.00 on the 16th (bob alone);
 * a machine of the team shop for 4.00, one of nobody for 1.00, tax of 2.00, and a wiki for 1.00 USD that three people use. Bob
 * works for data, from the 16th on for shop.
 */
final class SmallCompany {
    static final BillingMonth OCTOBER = BillingMonth.of(2026, 10);
    static final String KAFKA_1ST = "10.00";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String BILL_HEADING = "BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,"
            + "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,ResourceId,BilledCost,EffectiveCost,ListCost,"
            + "ContractedCost,Tags\n";

    final MovableClock clock = MovableClock.at("2026-11-01T06:00:00Z");
    private final Path folder;
    private @Nullable LoadedConfiguration loaded;
    private String loadedText = "";

    SmallCompany(Path folder) {
        this.folder = folder;
    }

    /** Writes configuration, bill and usage. */
    static SmallCompany in(Path folder) {
        SmallCompany company = new SmallCompany(folder);
        company.write("apportion.yaml", resource("small-company.yaml"), 1);
        company.write("bills/october.csv", bill(KAFKA_1ST), 1_000);
        company.write("usage/october.csv", """
                hour,resource,consumer,metric,value,unit
                2026-10-01T00:00:00Z,events,alice,bytes,3,GB
                2026-10-01T00:00:00Z,events,bob,bytes,1,GB
                2026-10-16T00:00:00Z,events,bob,bytes,5,GB
                2026-10-02T00:00:00Z,wiki,carol,visits,1,
                2026-10-02T00:00:00Z,wiki,dave,visits,90,
                2026-10-02T00:00:00Z,wiki,erin,visits,0.5,
                """, 1_000);
        return company;
    }

    /** The whole bill; Kafka on the 1st costs what is said. */
    static String bill(String kafka) {
        return BILL_HEADING
                + row("EUR", "2026-10-01T00", "2026-10-01T01", "Usage", "Kafka", "events", kafka, "")
                + row("EUR", "2026-10-16T00", "2026-10-16T01", "Usage", "Kafka", "events", "6.00", "")
                + row("EUR", "2026-10-01T00", "2026-10-01T01", "Usage", "Compute", "vm-1", "4.00", "shop")
                + row("EUR", "2026-10-01T00", "2026-10-01T01", "Usage", "Compute", "vm-2", "1.00", "")
                + row("EUR", "2026-10-01T00", "2026-11-01T00", "Tax", "Tax", "", "2.00", "")
                + row("USD", "2026-10-02T00", "2026-10-02T01", "Usage", "Wiki", "wiki", "1.00", "");
    }

    static String bill(List<String> rows) {
        return BILL_HEADING + String.join("", rows);
    }

    static String row(
            String currency,
            String from,
            String to,
            String category,
            String service,
            String resource,
            String cost,
            String team) {
        String tags = team.isEmpty() ? "" : "\"{\"\"team\"\": \"\"" + team + "\"\"}\"";
        return String.join(
                        ",",
                        List.of(
                                "000123",
                                currency,
                                "2026-10-01T00:00:00Z",
                                "2026-11-01T00:00:00Z",
                                from + ":00:00Z",
                                to + ":00:00Z",
                                category,
                                service,
                                resource,
                                cost,
                                cost,
                                cost,
                                cost,
                                tags))
                + "\n";
    }

    Path folder() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file whose time of last change is the given second. */
    Path write(String name, String text, long modified) {
        try {
            Path file = file(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(modified)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String name) {
        try {
            Files.delete(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes the configuration. */
    void configure(String target, String replacement) {
        String before = text("apportion.yaml");
        if (!before.contains(target)) {
            throw new IllegalArgumentException("the configuration has no " + target);
        }
        write("apportion.yaml", before.replace(target, replacement), 1);
    }

    Workspace open() {
        return open(clock);
    }

    Workspace open(InstantSource time) {
        String text = text("apportion.yaml");
        if (loaded == null || !text.equals(loadedText)) {
            loaded = ConfigurationLoader.installed(Workspace.shippedMappings()).load(file("apportion.yaml"));
            loadedText = text;
        }
        return Workspace.open(loaded.configuration(), loaded.ledger().address(), time);
    }

    static List<ImportResult> imports(Workspace workspace) {
        return new Imports(workspace, PATIENCE, Progress.NONE).run(Set.of(), Optional.empty(), false);
    }

    static MonthResult run(Workspace workspace) {
        return run(workspace, RunStep.Watch.NONE);
    }

    static MonthResult run(Workspace workspace, RunStep.Watch watch) {
        return new MonthRun(workspace, settings(false), Progress.NONE, watch).run(OCTOBER);
    }

    static MonthRun.RunSettings settings(boolean dryRun) {
        return new MonthRun.RunSettings("test", PATIENCE, dryRun);
    }

    /** Imports and runs the month as the command does. */
    MonthResult importAndRun() {
        try (Workspace workspace = open()) {
            imports(workspace);
            return run(workspace);
        }
    }

    /** Charges of the lake as {@code day consumer amount currency reason}, in the order of the table. */
    static List<String> charges(Workspace workspace) {
        return query(
                workspace,
                "SELECT c.day, c.consumer_kind || ':' || c.consumer, c.amount, g.\"BillingCurrency\", c.reason FROM "
                        + relation(workspace, Tables.CHARGE) + " c JOIN " + relation(workspace, Tables.RECORD_GROUP)
                        + " g USING (record_group) ORDER BY 4, 1, g.\"ServiceName\", c.part, c.tier, 2",
                row -> row.date(0) + " " + row.text(1) + " " + plain(row) + " " + row.text(3)
                        + (row.text(4) == null ? "" : " " + row.text(4)));
    }

    /** All rows of a table as text, sorted. */
    static List<String> rows(Workspace workspace, TableSchema table) {
        String columns = String.join(
                ", ", table.columnNames().stream().map(name -> '"' + name + '"').toList());
        return query(
                workspace,
                "SELECT CAST(row(" + columns + ") AS VARCHAR) FROM " + relation(workspace, table) + " AS t ORDER BY 1",
                row -> String.valueOf(row.text(0)));
    }

    private static String plain(Row row) {
        return Objects.requireNonNull(row.decimal(2)).stripTrailingZeros().toPlainString();
    }

    private static String relation(Workspace workspace, TableSchema table) {
        return workspace.lake().current().relation(table);
    }

    private static <T> List<T> query(Workspace workspace, String sql, Function<Row, T> mapper) {
        return workspace.engine().query(sql, mapper);
    }

    private static String resource(String name) {
        try (var in = Objects.requireNonNull(SmallCompany.class.getResourceAsStream("/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
