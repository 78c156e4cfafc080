package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code apportion meter}, with a real ledger, real files and a real product over HTTP. */
final class MeterCommandsTest {
    private static final Path EXAMPLE = Path.of("../../examples/metering");

    @TempDir
    private Path folder = Path.of("");

    private Path config(String api, String... more) throws IOException {
        return Files.writeString(
                folder.resolve("config.yaml"), """
                billing_interval: monthly
                query_interval: 60
                reporting_interval: 0
                trial_periods: 0
                archive_retention_period: 6
                archive_bytes_limit: 1048576
                api: %s
                marketplace: {name: local, folder: "%s"}
                store: {name: local, folder: "%s"}
                ledger: {url: "jdbc:sqlite:%s/ledger.db"}
                usage_metrics:
                  users:
                    usage_aggregation: maximum
                    consumption_reporting: volume
                    dimensions: [{dimension: d}]
                %s
                """.formatted(api, folder, folder, folder, String.join("\n", more)));
    }

    @Test
    void theExampleIsSimulated() {
        Cli.Answer answer = Cli.run(
                "meter",
                "simulate",
                "--config",
                EXAMPLE.resolve("config.yaml").toString(),
                "--samples",
                EXAMPLE.resolve("usage.csv").toString(),
                "--output",
                "csv");

        assertThat(answer.err()).isEmpty();
        assertThat(answer.code()).isZero();
        assertThat(answer.out())
                .startsWith("product,customer,from,to,dimension,quantity,coverage,rule\n")
                .contains("product,,2027-01-31T10:00:00Z,2027-02-28T10:00:00Z,small,0,1.0000,")
                .contains("product,,2027-02-28T10:00:00Z,2027-03-31T10:00:00Z,nodes_to_15,15,0.9032,");
    }

    @Test
    void wordsThatCannotBeReadAreNamed() throws IOException {
        String config = config("http://127.0.0.1:9/").toString();
        assertThat(Cli.run("meter", "simulate", "--config", config).err())
                .startsWith("PERIOD_UNREADABLE: No period is named. Give --period 2027-01, or a file with --samples.");
        assertThat(Cli.run("meter", "--listen", "everywhere", "--config", config)
                        .err())
                .contains(
                        "LISTEN_UNREADABLE everywhere: This is no host and port. Write it like 0.0.0.0:9464 or 9464.");
    }

    @Test
    void aCheckTellsWhereTheModesDiffer() {
        Cli.Answer answer = Cli.run(
                "meter", "check", "--config", EXAMPLE.resolve("config.yaml").toString());

        assertThat(answer.code()).isZero();
        assertThat(answer.out())
                .contains("minimum_consumption", "a period without usage is billed 0")
                .contains("The file can be used: 1 products, 0 warnings.");
    }

    @Test
    void oneTickKeepsASampleAndWritesTheDocuments() throws IOException {
        HttpServer product = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        product.createContext("/", exchange -> {
            byte[] body =
                    "{\"usage_metrics\":[{\"usage_metric\":\"users\",\"count\":3}]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        product.start();
        try {
            Path config = config("http://127.0.0.1:" + product.getAddress().getPort() + "/");

            Cli.Answer answer = Cli.run("meter", "once", "--config", config.toString());

            assertThat(answer.err()).isEmpty();
            assertThat(answer.code()).isZero();
            assertThat(answer.out())
                    .isEqualTo("product: usage kept, 0 periods closed, 0 charges billed, 0 open, 0 errors\n");
            assertThat(folder.resolve("cache.json")).content().contains("\"usage_records\": [{\"users\": 3, ");
            assertThat(folder.resolve("csp-config.json")).content().contains("\"errors\": [], ");
            assertThat(Cli.run("meter", "charges", "--config", config.toString())
                            .code())
                    .isZero();
            assertThat(Cli.run("meter", "reconcile", "--period", "2027-01", "--config", config.toString())
                            .out())
                    .contains(" and holds.");
        } finally {
            product.stop(0);
        }
    }

    @Test
    void aSignalEndsTheDaemonWithZeroAfterItsTick() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        HttpServer product = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        product.createContext("/", exchange -> {
            byte[] body = "{\"usage_metrics\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
            asked.countDown();
        });
        product.start();
        Path config = config("http://127.0.0.1:" + product.getAddress().getPort() + "/");
        Process daemon = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "meter",
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
        try {
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

            daemon.destroy();

            assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(daemon.exitValue())
                    .as("%s", Files.readString(folder.resolve("log.txt")))
                    .isZero();
            assertThat(folder.resolve("csp-config.json")).exists();
        } finally {
            daemon.destroyForcibly();
            product.stop(0);
        }
    }

    @Test
    void aDamagedCacheStopsTheStartAndIsNotReplaced() throws IOException {
        Path config = config("no_data_query");
        Files.writeString(folder.resolve("cache.json"), "{\"adapter_start");

        Cli.Answer answer = Cli.run("meter", "once", "--config", config.toString());

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err())
                .contains("|ERROR|CSPBillingAdapter|CSP Billing Adapter error: METER_DOCUMENT_UNREADABLE");
        assertThat(folder.resolve("cache.json")).content().isEqualTo("{\"adapter_start");
    }

    @Test
    void onceEndsWithTwoIfOneOfTwoCustomersWasNotMeteredAndLogsAsTheFileSays() throws IOException {
        Path config = config("no_data_query", "customers: [acme, zoo]", "logging: {level: DEBUG}");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("folder: \"" + folder + "\"", "folder: \"" + folder + "/{customer}\""));
        Files.writeString(Files.createDirectories(folder.resolve("zoo")).resolve("cache.json"), "{\"adapter_start");

        Cli.Answer answer = Cli.run("meter", "once", "--config", config.toString());

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.out()).contains("product of acme: usage kept, ", "product of zoo: no usage, ");
        assertThat(answer.err())
                .contains("|ERROR|CSPBillingAdapter|product of zoo: METER_DOCUMENT_UNREADABLE")
                .contains("|DEBUG|CSPBillingAdapter|")
                .contains("|ERROR|CSPBillingAdapter|1 of 2 products and customers were not metered.");
    }

    @Test
    void aMistakeOfTheFileEndsWithTheAdaptersCode() throws IOException {
        Path config = config("no_data_query", "  bots: {usage_aggregation: median}");

        assertThat(Cli.run("meter", "once", "--config", config.toString()).code())
                .isEqualTo(2);
        assertThat(Cli.run("meter", "check", "--config", config.toString()).code())
                .isEqualTo(3);
    }

    @Test
    void withoutAMarketplaceNothingIsMetered() throws IOException {
        Path config = config("no_data_query");
        Files.writeString(config, Files.readString(config).replaceAll("marketplace: .*", ""));

        Cli.Answer answer = Cli.run("meter", "once", "--config", config.toString());

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("METER_MARKETPLACE_MISSING");
        assertThat(Cli.run("meter", "once", "--marketplace", "local", "--config", config.toString())
                        .code())
                .isZero();
    }

    @Test
    void anUnknownChargeIsTold() throws IOException {
        Path config = config("no_data_query");

        Cli.Answer answer = Cli.run("meter", "explain", "nothing", "--config", config.toString());

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("METER_UNKNOWN nothing: There is no such charge or record.");
    }

    /** A configuration whose journal has a planned charge. */
    private Path configWithACharge() throws IOException {
        Path config = config("no_data_query");
        MeterCharges.planOne(folder.resolve("ledger.db"));
        return config;
    }

    @Test
    void anOperatorRemapsAndWaivesACharge() throws IOException {
        String config = configWithACharge().toString();
        String charge = MeterCharges.FIRST.substring(0, 12);

        Cli.Answer unsure = Cli.run("meter", "remap", charge, "--dimension", "e", "--reason", "r", "-c", config);
        Cli.Answer done = Cli.run(
                "meter", "remap", charge, "--dimension", "e", "--reason", "r", "--by", "ann", "--yes", "-c", config);

        assertThat(unsure.err()).contains("NOT_CONFIRMED");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains(" e ").contains(" planned");
        assertThat(Cli.run("meter", "explain", charge, "-c", config).out()).contains("ann");
    }

    @Test
    void whatWaitsForNobodyCannotBeConfirmedAndNobodyDecidesNothing() throws IOException {
        String config = configWithACharge().toString();
        String charge = MeterCharges.FIRST.substring(0, 12);

        assertThat(Cli.run("meter", "confirm", charge, "--record", "7", "--reason", "r", "--yes", "-c", config)
                        .err())
                .contains("METER_CHARGE_STATE");
        assertThat(Cli.run("meter", "waive", charge, "--by", "?", "--reason", "r", "--yes", "-c", config)
                        .err())
                .contains("Nobody is named who decides this.");
        assertThat(Cli.run("meter", "resend", "--all-expired", "--reason", "r", "--yes", "-c", config)
                        .code())
                .isZero();
        assertThat(Cli.run("meter", "resend", "--reason", "r", "-c", config).code())
                .isEqualTo(2);
    }

    @Test
    void aSimulationTellsWhatIsWrongWithTheSamplesAndCountsTheFirstOfAnInstant() throws IOException {
        Path config = config("no_data_query");
        Path samples = Files.writeString(folder.resolve("samples.csv"), """
                reporting_time,users,usres
                2027-01-01T00:00:00Z,5,1
                2027-01-01T00:00:00Z,9,1
                2027-01-02T00:00:00Z,-3,1
                """);

        Cli.Answer answer =
                Cli.run("meter", "simulate", "-c", config.toString(), "--samples", samples.toString(), "-o", "csv");

        assertThat(answer.out()).contains(",d,5,");
        assertThat(answer.err())
                .contains(
                        "The usage metric usres is not in the configuration.",
                        "There are two samples of 2027-01-01T00:00:00Z; the first one counts.",
                        "The usage users=-3 of 2027-01-02T00:00:00Z is negative.");
    }

    @Test
    void aCheckTellsAMarketplaceThatIsNotThere() throws IOException {
        Path config = config("no_data_query");
        Files.writeString(config, Files.readString(config).replaceAll("marketplace: .*", "marketplace: amazn"));

        Cli.Answer answer = Cli.run("meter", "check", "-c", config.toString());

        assertThat(answer.out())
                .contains("mistake: METER_PLUGIN_UNKNOWN marketplace amazn", "cannot be used: 1 mistakes");
        assertThat(answer.code()).isEqualTo(3);
    }

    @Test
    void aPeriodThatIsNoneIsToldInOurWords() {
        assertThat(Cli.run("meter", "simulate", "--period", "2027-13").err())
                .contains("'2027-13' is no period; write a month like 2027-01");
    }
}
