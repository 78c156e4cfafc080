package org.apportion.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.config.ConfigurationLoader;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.BillingMonth;
import org.apportion.report.MetricsFeed;
import org.apportion.report.MetricsSettings;
import org.apportion.run.Imports;
import org.apportion.run.MonthRun;
import org.apportion.run.Workspace;
import org.apportion.spi.Progress;

/**
 * Days of a made-up Confluent organization as a fetch leaves them: 50 clusters in five environments, 1,000 principals, 20 of them
 * active per cluster and hour, six line types per cluster and day and support, split by the shipped pack.
 */
final class ConfluentHistory {
    static final int CLUSTERS = 50;
    static final int PRINCIPALS = 1000;
    static final int ACTIVE = 20;

    private static final int HOURS = 24;
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final List<String> LINES = List.of(
            "KAFKA_NUM_CKUS",
            "KAFKA_NETWORK_READ",
            "KAFKA_NETWORK_WRITE",
            "KAFKA_STORAGE",
            "KAFKA_PARTITION",
            "KAFKA_BASE");

    private final Path folder;
    private final int days;
    private final String memory;
    private final int threads;

    ConfluentHistory(Path folder, int days, String memory, int threads) {
        this.folder = folder;
        this.days = days;
        this.memory = memory;
        this.threads = threads;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Writes the files of all days and the configuration. */
    void write() throws IOException {
        Files.createDirectories(folder.resolve("costs"));
        Files.createDirectories(folder.resolve("usage"));
        for (int i = 0; i < days; i++) {
            LocalDate day = FIRST.plusDays(i);
            try (BufferedWriter costs = Files.newBufferedWriter(folder.resolve("costs/" + day + ".ndjson"));
                    BufferedWriter usage = Files.newBufferedWriter(folder.resolve("usage/" + day + ".csv"))) {
                costs(day, costs);
                usage(day, usage);
            }
        }
    }

    private static void costs(LocalDate day, BufferedWriter out) throws IOException {
        String period =
                "\",\"start_date\":\"" + day + "\",\"end_date\":\"" + day.plusDays(1) + "\",\"organization\":\"org\"";
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            for (int line = 0; line < LINES.size(); line++) {
                String amount = String.format(
                        Locale.ROOT, "%d.%06d", 1 + line, (cluster * 7919 + day.getDayOfYear() * 31) % 1_000_000);
                out.write("{\"id\":\"" + day + "-" + cluster + "-" + line + period
                        + ",\"product\":\"KAFKA\",\"line_type\":\"" + LINES.get(line)
                        + "\",\"unit\":\"x\",\"quantity\":1,\"original_amount\":"
                        + amount + ",\"amount\":" + amount + ",\"resource\":{\"id\":\"lkc-" + cluster
                        + "\",\"display_name\":\"cluster " + cluster + "\",\"environment\":{\"id\":\"env-" + cluster % 5
                        + "\"}}}\n");
            }
        }
        out.write("{\"id\":\"" + day + "-support" + period
                + ",\"product\":\"SUPPORT_CLOUD_BUSINESS\",\"line_type\":\"SUPPORT\",\"unit\":\"Hour\",\"quantity\":24,"
                + "\"original_amount\":100.01,\"amount\":100.01}\n");
    }

    /** Each cluster's 20 principals change from hour to hour among its 40 owners of keys. */
    private static void usage(LocalDate day, BufferedWriter out) throws IOException {
        out.write("hour,resource,consumer,metric,value,unit\n");
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            for (int hour = 0; hour < HOURS; hour++) {
                String at = String.format(Locale.ROOT, "%sT%02d:00:00Z,lkc-%d,sa-", day, hour, cluster);
                for (int i = 0; i < ACTIVE; i++) {
                    int owner = (cluster * ACTIVE + (i + hour) % (2 * ACTIVE)) % PRINCIPALS;
                    out.write(at + owner + ",confluent_key_owner,1,\n");
                    out.write(at + owner + ",confluent_request_bytes," + (1 + (owner * 31 + hour * 7) % 9973)
                            + ",bytes\n");
                    out.write(at + owner + ",confluent_response_bytes," + (1 + (owner * 17 + hour * 3) % 9973)
                            + ",bytes\n");
                }
            }
        }
    }

    /** @param hours whether runs store what each hour owes */
    Steps steps(boolean hours) {
        try {
            Path file = Files.writeString(folder.resolve("apportion.yaml"), """
                    data: data
                    currency: USD
                    cost-basis: billed
                    charge-hours: %s
                    engine: {memory-limit: %s, threads: %d}
                    sources:
                      - {id: costs, path: "costs/*.ndjson", mapping: confluent-costs, slicing: file}
                      - {id: usage, kind: usage, path: "usage/*.csv", slicing: file}
                    organization: {units: [{id: all}]}
                    rules:
                      - pack: confluent
                    """.formatted(hours, memory, threads));
            return new Steps(
                    ConfigurationLoader.installed(Workspace.shippedMappings()).load(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The steps as the command line takes them. */
    final class Steps {
        private final LoadedConfiguration loaded;

        private Steps(LoadedConfiguration loaded) {
            this.loaded = loaded;
        }

        void importFiles() {
            try (Workspace workspace = open()) {
                new Imports(workspace, Duration.ZERO, Progress.NONE).run(Set.of(), Optional.empty(), false);
            }
        }

        /** All months that the days are in. */
        void run() {
            run(false);
        }

        /** The same, as if nothing were known of earlier runs. */
        void runAnew() {
            run(true);
        }

        private void run(boolean full) {
            try (Workspace workspace = open()) {
                for (BillingMonth month : months()) {
                    new MonthRun(
                                    workspace,
                                    new MonthRun.RunSettings("benchmark", Duration.ZERO, false, full),
                                    Progress.NONE)
                            .run(month);
                }
            }
        }

        /** As the server tells it; all days are old enough. */
        MetricsFeed feed() {
            return MetricsFeed.open(
                    loaded.configuration(),
                    loaded.ledger().address(),
                    MetricsSettings.of(InstantSource.system(), "benchmark"));
        }

        private Workspace open() {
            return Workspace.open(loaded.configuration(), loaded.ledger().address(), InstantSource.system());
        }
    }

    private List<BillingMonth> months() {
        Set<BillingMonth> months = new TreeSet<>();
        for (int i = 0; i < days; i++) {
            LocalDate day = FIRST.plusDays(i);
            months.add(BillingMonth.of(day.getYear(), day.getMonthValue()));
        }
        return new ArrayList<>(months);
    }
}
