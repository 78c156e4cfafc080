package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apportion.metering.tick.TickReport;
import org.apportion.spi.metering.MeterAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with {@code apportion meter}: charges of a real journal, variables of the environment, health. */
final class MeterOperationTest {
    private static final String START = "2026-01-05T10:00:00Z";

    @TempDir
    private Path folder = Path.of("");

    /** Five seats in each period, of which none is free. */
    private Path config(String interval, String marketplace) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), """
                billing_interval: %s
                query_interval: 60
                reporting_interval: 0
                trial_periods: 0
                api: no_data_query
                %s
                store: {name: local, folder: "%s"}
                ledger: {url: "jdbc:sqlite:%s/ledger.db"}
                usage_metrics:
                  seats:
                    usage_aggregation: maximum
                    consumption_reporting: volume
                    minimum_consumption: 5
                    dimensions: [{dimension: seat}]
                """.formatted(interval, marketplace, folder, folder));
    }

    private Path config(String interval) throws IOException {
        return config(interval, "marketplace: {name: local, folder: \"" + folder + "\"}");
    }

    private String charge(Path config) {
        Matcher line = Pattern.compile("(?m)^([0-9a-f]{12}),")
                .matcher(Cli.run("meter", "charges", "-o", "csv", "-c", config.toString())
                        .out());
        assertThat(line.find()).isTrue();
        return line.group(1);
    }

    private Path metered() {
        return folder.resolve("metered.ndjson");
    }

    @Test
    void aDayIsBilledAtItsEnd() throws IOException {
        Path config = config("daily");
        try (PastMeter past = PastMeter.started(config, START)) {
            past.tick(Duration.ofHours(1));
            TickReport before = past.tick(Duration.ofHours(22).plusMinutes(59));
            TickReport after = past.tick(Duration.ofMinutes(1));

            assertThat(before.closed()).isZero();
            assertThat(after.closed()).isEqualTo(1);
            assertThat(after.billed()).isEqualTo(1);
        }
        assertThat(metered()).content().contains("\"dimension\":\"seat\",\"quantity\":\"5\"");
    }

    @Test
    void theIntervalTestBillsEachFiveMinutes() throws IOException {
        Path config = config("test");
        try (PastMeter past = PastMeter.started(config, START)) {
            for (int minute = 1; minute <= 16; minute++) {
                past.tick(Duration.ofMinutes(1));
            }
        }
        // 10:00 to 10:05, to 10:10 and to 10:15
        assertThat(Files.readAllLines(metered())).hasSize(3);
    }

    @Test
    void aBilledChargeIsExplainedAndComputedAgain() throws IOException {
        Path config = config("test");
        try (PastMeter past = PastMeter.started(config, START)) {
            past.tick(Duration.ofMinutes(1));
            past.tick(Duration.ofMinutes(4));
        }

        Cli.Answer answer = Cli.run("meter", "explain", charge(config), "-c", config.toString());

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out())
                .contains(
                        "2026-01-05T10:01:00Z  seats=5  counts",
                        "dimension seat, from 2026-01-05T10:00:00Z to 2026-01-05T10:05:00Z, revision 0",
                        "Quantity 5, accepted, record ",
                        "The 1 samples are those that it was computed from.",
                        "Computed again: 5, the same.");
    }

    @Test
    void aChargesAllocationsAreExplained() throws IOException {
        Path config = config("test");
        Path events =
                Files.writeString(folder.resolve("events.ndjson"), event("1", "a") + event("2", "a") + event("3", ""));
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "api: no_data_query",
                                "usage: {name: cloudevents, path: \"" + events
                                        + "\", seats: \"delta; type=sat; tag=team:/team\"}")
                        .replace("aggregation: maximum", "aggregation: sum"));
        try (PastMeter past = PastMeter.started(config, START)) {
            past.tick(Duration.ofMinutes(4));
            past.tick(Duration.ofMinutes(1));
        }

        // Three were told, five is the least that is billed: of each third of 5, 1 is without a tag and 4 are of team
        // a.
        assertThat(Cli.run("meter", "explain", charge(config), "-c", config.toString())
                        .out())
                .contains(
                        "Quantity 5, accepted",
                        "Allocated by the tags' shares of all samples: no tag 1, team=a 4",
                        "Computed again: 5, the same.");
    }

    private static String event(String id, String team) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/seats\",\"type\":\"sat\",\"time\":"
                + "\"2026-01-05T10:01:00Z\",\"data\":{\"team\":\"" + team + "\"}}\n";
    }

    @Test
    void aReconciliationFindsWhatTheMarketplaceDoesNotHave() throws IOException {
        Path config = config("test");
        try (PastMeter past = PastMeter.started(config, START)) {
            past.tick(Duration.ofMinutes(1));
            past.tick(Duration.ofMinutes(4));
        }
        String[] question = {"meter", "reconcile", "--period", "2026-01", "-c", config.toString()};
        Cli.Answer same = Cli.run(question);
        Files.writeString(metered(), "");

        Cli.Answer differs = Cli.run(question);

        assertThat(same.code()).as(same.out()).isZero();
        assertThat(differs.code()).isEqualTo(ExitCode.CHECK.number());
        assertThat(differs.out()).contains("seat", "and holds.");
    }

    /** A charge of five seats to which the marketplace said this. */
    private String chargeAfter(Path config, MeterAnswer answer) {
        try (PastMeter past = PastMeter.started(config, START, Optional.of(new OneAnswer(answer)))) {
            past.tick(Duration.ofMinutes(1));
            past.tick(Duration.ofMinutes(4));
            for (int i = 0; i < 4; i++) {
                past.tick(Duration.ofSeconds(60));
            }
        }
        return charge(config);
    }

    @Test
    void whatWasTooOldIsSentAgainByTheWordOfAnOperator() throws IOException {
        Path config = config("test");
        String charge = chargeAfter(config, new MeterAnswer.Expired("too old", OneAnswer.EVIDENCE));
        String[] resend = {"meter", "resend", "--all-expired", "--reason", "t", "--by", "ann", "-c", config.toString()};

        Cli.Answer unsure = Cli.run(resend);
        Cli.Answer done =
                Cli.run(Stream.concat(Stream.of(resend), Stream.of("--yes")).toArray(String[]::new));

        assertThat(unsure.err()).contains("NOT_CONFIRMED");
        assertThat(unsure.out()).contains(charge, " expired");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains(charge, " planned");
    }

    @Test
    void whatWasRefusedIsBilledOnceAfterItIsSentAgain() throws IOException {
        Path config = config("test");
        String charge = chargeAfter(
                config, new MeterAnswer.Rejected("InvalidDimension", "no such dimension", OneAnswer.EVIDENCE));

        Cli.Answer done =
                Cli.run("meter", "resend", charge, "--reason", "t", "--by", "ann", "--yes", "-c", config.toString());
        try (PastMeter past = PastMeter.started(config, "2026-01-05T10:09:30Z")) {
            past.tick(Duration.ofSeconds(10));
            past.tick(Duration.ofSeconds(10));
        }

        assertThat(done.out()).as(done.err()).contains(" planned");
        assertThat(Cli.run("meter", "charges", "--state", "accepted", "-c", config.toString())
                        .out())
                .contains(charge);
        assertThat(Files.readAllLines(metered())).hasSize(1);
    }

    @Test
    void aChargeThatIsGivenUpIsNeverSent() throws IOException {
        Path config = config("monthly");
        MeterCharges.planOne(folder.resolve("ledger.db"));

        Cli.Answer done = Cli.run(
                "meter", "waive", MeterCharges.FIRST, "--reason", "t", "--by", "ann", "--yes", "-c", config.toString());
        Cli.run("meter", "once", "-c", config.toString());

        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("waived");
        assertThat(metered()).doesNotExist();
        assertThat(Cli.run("meter", "reconcile", "--period", "2026-01", "-c", config.toString())
                        .code())
                .isZero();
    }

    @Test
    void whatWaitsForSomebodyIsConfirmedWithTheMarketplacesRecord() throws IOException {
        Path config = config("test");
        String charge = chargeAfter(config, new MeterAnswer.Unknown("the answer was lost", OneAnswer.EVIDENCE));
        assertThat(Cli.run("meter", "charges", "--state", "parked", "-c", config.toString())
                        .out())
                .contains(charge);

        Cli.Answer done = Cli.run(
                "meter",
                "confirm",
                charge,
                "--record",
                "r-7",
                "--reason",
                "t",
                "--by",
                "ann",
                "--yes",
                "-c",
                config.toString());

        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("accepted", "r-7");
        assertThat(Cli.run("meter", "explain", "r-7", "-c", config.toString()).out())
                .contains("Quantity 5, accepted, record r-7");
    }

    @Test
    void gapsAndAMissingTailAreWarnings() throws IOException {
        Path config = config("monthly");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "[{dimension: seat}]",
                                "[{dimension: small, min: 0, max: 10}, {dimension: large, min: 20, max: 30}]"));

        assertThat(Cli.run("meter", "check", "-c", config.toString()).out())
                .contains(
                        "No dimension of the metric 'seats' holds usage above 10 and below 20. Such usage is parked, with"
                                + " an error, until this is mended.",
                        "No dimension of the metric 'seats' holds usage above 30. Such usage is parked, with an error,"
                                + " until this is mended. To mend it, leave out the last max.");
    }

    @Test
    void theVariablesOfTheAdapterMeanWhatTheyMeanToIt() throws IOException {
        Path config = config("monthly", "");
        Map<String, String> environment = Map.of("APPORTION_MARKETPLACE", "local", "CUSTOMER_BILLING_ID", "acme-7");

        Cli.Answer answer = Cli.runIn(environment, "meter", "check", "-c", config.toString());
        Cli.Answer without = Cli.run("meter", "check", "-c", config.toString());

        assertThat(answer.out()).contains("The file can be used: 1 products, 0 warnings.");
        assertThat(without.out()).contains("The product product names no marketplace");
        config = config("monthly");
        Cli.Answer tick = Cli.runIn(environment, "meter", "once", "-c", config.toString());
        assertThat(tick.out()).startsWith("product of acme-7: usage kept");
        assertThat(folder.resolve("csp-config.json")).content().contains("\"customer_billing_id\": \"acme-7\"");
    }

    @Test
    void theLevelOfTheLogIsThatOfTheVariable() throws IOException {
        Path config = config("monthly");
        Instant next = Instant.now().plus(Duration.ofDays(10)).truncatedTo(ChronoUnit.DAYS);
        String cache = "{\"adapter_start_time\": \"2026-01-31T10:00:00+00:00\", \"next_bill_time\": \"" + next
                + "\", \"usage_records\": [], \"last_bill\": {}, \"trial_remaining\": 0}";
        Files.writeString(folder.resolve("cache.json"), cache);
        Cli.Answer quiet = Cli.runIn(Map.of("LOG_LEVEL", "ERROR"), "meter", "once", "-c", config.toString());
        Files.delete(folder.resolve("ledger.db"));
        Files.delete(folder.resolve("csp-config.json"));
        Files.writeString(folder.resolve("cache.json"), cache);
        Cli.Answer told = Cli.run("meter", "once", "-c", config.toString());

        assertThat(quiet.err()).isEmpty();
        assertThat(told.err()).contains("|INFO|CSPBillingAdapter|product: The adapter's installation of 2026-01-31");
    }

    @Test
    void theDaemonFindsItsFileByAVariableAndTellsHealthAndMetrics() throws Exception {
        Path config = config("monthly");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "meter",
                        "--listen",
                        "127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile());
        builder.environment().putAll(Map.of("CSP_ADAPTER_CONFIG_FILE", config.toString(), "LOG_LEVEL", "DEBUG"));
        Process daemon = builder.start();
        try {
            assertThat(get(daemon, port, "/health")).isEqualTo("ok\n");
            assertThat(get(daemon, port, "/ready")).isEqualTo("ok\n");
            assertThat(get(daemon, port, "/metrics")).contains("apportion_meter_", "# EOF");
            daemon.destroy();
            assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(daemon.exitValue())
                    .as("%s", Files.readString(folder.resolve("log.txt")))
                    .isZero();
        } finally {
            daemon.destroyForcibly();
        }
    }

    /** Asks until the answer is 200, for a minute at most. */
    private static String get(Process daemon, int port, String path) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        for (int tries = 0; tries < 300; tries++) {
            try {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return answer.body();
                }
            } catch (IOException e) {
                assertThat(daemon.isAlive()).isTrue();
            }
            assertThat(daemon.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        }
        return "no answer";
    }
}
