package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.apportion.testkit.confluent.ConfluentCloudFake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A month of Confluent Cloud from the service's answers to charges: what is charged is what is billed. */
class ConfluentMonthTest {
    private static final String CLUSTER =
            "\"resource\":{\"id\":\"lkc-1\",\"display_name\":\"main\",\"environment\":{\"id\":\"env-1\"}}";

    private static final List<String> LINE_TYPES = List.of(
            "KAFKA_BASE",
            "KAFKA_PARTITION",
            "KAFKA_STORAGE",
            "KAFKA_NETWORK_READ",
            "KAFKA_NETWORK_WRITE",
            "KAFKA_NUM_CKU",
            "KAFKA_NUM_CKUS",
            "KAFKA_REST_PRODUCE",
            "KAFKA_STREAMS",
            "CONNECT_CAPACITY",
            "CONNECT_NUM_TASKS",
            "CONNECT_THROUGHPUT",
            "CONNECT_NUM_RECORDS",
            "CUSTOM_CONNECT_NUM_TASKS",
            "CUSTOM_CONNECT_THROUGHPUT",
            "CUSTOM_CONNECT_PLUGIN",
            "KSQL_NUM_CSU",
            "KSQL_NUM_CSUS",
            "FLINK_NUM_CFU",
            "FLINK_NUM_CFUS",
            "SCHEMA_REGISTRY",
            "GOVERNANCE_BASE",
            "NUM_RULES",
            "TABLEFLOW_DATA_PROCESSED",
            "TABLEFLOW_NUM_TOPICS",
            "TABLEFLOW_STORAGE",
            "CLUSTER_LINKING_PER_LINK",
            "CLUSTER_LINKING_READ",
            "CLUSTER_LINKING_WRITE",
            "AUDIT_LOG_READ",
            "USM_CONNECTED_NODE",
            "SUPPORT",
            "KAFKA_TELEPATHY");

    @TempDir
    Path folder;

    private final ConfluentCloudFake cloud = new ConfluentCloudFake(InstantSource.system());
    private final YearMonth month = YearMonth.now(ZoneOffset.UTC).minusMonths(1);

    @BeforeEach
    void anOrganizationWithTwoKeyOwners() throws IOException {
        String created = "\"metadata\":{\"created_at\":\"2020-01-01T00:00:00Z\"}";
        for (String account : new String[] {"sa-1", "sa-2"}) {
            cloud.put(
                    "/iam/v2/service-accounts", "{\"id\":\"" + account + "\",\"display_name\":\"n\"," + created + "}");
            cloud.put(
                    "/iam/v2/api-keys",
                    "{\"id\":\"K-" + account + "\",\"spec\":{\"owner\":{\"id\":\"" + account
                            + "\"},\"resource\":{\"id\":\"lkc-1\"}}," + created + "}");
        }
        cloud.put("/org/v2/environments", "{\"id\":\"env-1\",\"display_name\":\"prod\"," + created + "}");
        cloud.put("/cmk/v2/clusters?environment=env-1", "{\"id\":\"lkc-1\",\"spec\":{\"display_name\":\"main\"}}");
        cost(3, "KAFKA_BASE", "36.0", "," + CLUSTER);
        cost(3, "KAFKA_STORAGE", "0.123456789012345678", "," + CLUSTER);
        // Two tiers of one line share every key but the dimension.
        cost(4, "KAFKA_NETWORK_READ", "1.1", ",\"tier_dimensions\":{\"tier\":\"1\"}," + CLUSTER);
        cost(4, "KAFKA_NETWORK_READ", "0.9", ",\"tier_dimensions\":{\"tier\":\"2\"}," + CLUSTER);
        cost(5, "PROMO_CREDIT", "-7.5", ",\"description\":\"Welcome\"");
        Files.writeString(folder.resolve("key"), ConfluentCloudFake.KEY);
        Files.writeString(folder.resolve("secret"), ConfluentCloudFake.SECRET);
        Files.writeString(folder.resolve("apportion.yaml"), """
                currency: USD
                engine: {threads: 1, memory-limit: 256MB}
                fetches:
                  - id: confluent
                    plugin: confluent
                    settings: {organization: org-1, endpoint: "%s"}
                    secrets: {api-key: "${file:%s}", api-secret: "${file:%s}"}
                sources:
                  - {id: costs, path: "fetched:confluent/costs/*.ndjson", mapping: confluent-costs, slicing: file}
                  - {id: usage, kind: usage, path: "fetched:confluent/usage/*.csv", slicing: file}
                organization:
                  units:
                    - {id: orders, name: Orders, kind: team}
                directory:
                  entries:
                    - {principal: sa-1, unit: orders}
                rules:
                  - id: kafka
                    when: "x_LineType == 'KAFKA_BASE'"
                    tiers:
                      - even: hour
                        metrics: [confluent_key_owner]
                """.formatted(
                        cloud.uri(), folder.resolve("key"), folder.resolve("secret")));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void whatIsChargedIsWhatIsBilledAndKeyOwnersShareTheirCluster() {
        // 36 + 0.123456789012345678 + 1.1 + 0.9 - 7.5; half of the 36 is the team's.
        Cli.Answer run = run();
        assertThat(run.err() + run.out()).contains("billed 30.62").contains("charged 30.62");
        assertThat(run.code()).isZero();
        assertThat(Cli.run("report", "--month", month.toString(), "--by", "unit", "-o", "csv", "-c", config())
                        .out())
                .contains("orders,")
                .contains("18");
    }

    @Test
    void theRulePackSplitsWhatTheServiceBilled() throws IOException {
        Path config = folder.resolve("apportion.yaml");
        String text = Files.readString(config);
        Files.writeString(config, text.substring(0, text.indexOf("rules:")) + "rules: [pack: confluent]\n");
        assertThat(run().code()).isZero();
        // The key owners share base, storage and, as nobody measured, the reading: so they share the credit too. Of
        // 2.00 in 24
        // hours sixteen pieces are odd in units of 1e-12, and the second owner has the odd unit.
        assertThat(Cli.run(
                                "report",
                                "--month",
                                month.toString(),
                                "--by",
                                "line-type,consumer,tier",
                                "-o",
                                "csv",
                                "-c",
                                config())
                        .out()
                        .lines()
                        .map(line -> line.replaceAll("[.]?0*,USD,.*", "")))
                .contains(
                        "KAFKA_BASE,principal:sa-1,1,18",
                        "KAFKA_BASE,principal:sa-2,1,18",
                        "KAFKA_NETWORK_READ,principal:sa-1,2,0.999999999992",
                        "KAFKA_NETWORK_READ,principal:sa-2,2,1.000000000008",
                        "PROMO_CREDIT,principal:sa-1,1,-3.749999999998",
                        "PROMO_CREDIT,principal:sa-2,1,-3.750000000002");
    }

    /** All that the Costs API knows, both spellings, and one of the future; the n-th costs n and one in the last digit. */
    @ParameterizedTest
    @ValueSource(strings = {"confluent", "confluent-compat"})
    void aMonthWithAllLineTypesIsChargedToTheLastDigitWhicheverPackSplitsIt(String pack) throws IOException {
        Path config = folder.resolve("apportion.yaml");
        String text = Files.readString(config);
        Files.writeString(config, text.substring(0, text.indexOf("rules:")) + "rules: [pack: " + pack + "]\n");
        BigDecimal billed = new BigDecimal("30.623456789012345678");
        for (int i = 0; i < LINE_TYPES.size(); i++) {
            String amount = (i + 1) + ".000000000000000001";
            cost(6 + i % 20, LINE_TYPES.get(i), amount, "," + CLUSTER);
            billed = billed.add(new BigDecimal(amount));
        }
        cost(27, "KAFKA_NETWORK_WRITE", "-2.5", ",\"description\":\"Refund\"," + CLUSTER);
        billed = billed.subtract(new BigDecimal("2.5"));

        Cli.Answer run = run();

        assertThat(run.code()).as(run.err() + run.out()).isZero();
        List<String> byType = Cli.run(
                        "report",
                        "--month",
                        month.toString(),
                        "--by",
                        "line-type",
                        "-t",
                        "0",
                        "-o",
                        "csv",
                        "-c",
                        config())
                .out()
                .lines()
                .skip(1)
                .toList();
        assertThat(byType).extracting(line -> line.split(",")[0]).containsAll(LINE_TYPES);
        assertThat(byType.stream()
                        .map(line -> new BigDecimal(line.split(",")[1]))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(billed);
    }

    @Test
    void aRestatedDayIsReplacedByTheNextRun() {
        run();
        cloud.clearCosts(day(3));
        cost(3, "KAFKA_BASE", "40.0", "," + CLUSTER);
        forgetThatTheDayIsSettled();
        // 40 + 2 - 7.5
        assertThat(run().out()).contains("billed 34.50").contains("charged 34.50");
        cloud.clearCosts(day(3));
        forgetThatTheDayIsSettled();
        Cli.Answer quiet = Cli.run("run", "-q", "--month", month.toString(), "-c", config());
        assertThat(quiet.out()).contains("billed -5.50");
        assertThat(quiet.err()).contains("note: fetch confluent: " + day(3) + " had costs before and has none now");
    }

    private void forgetThatTheDayIsSettled() {
        try {
            Files.delete(folder.resolve("data/fetched/confluent/.state/costs.ndjson"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Cli.Answer run() {
        return Cli.run("run", "--month", month.toString(), "-c", config());
    }

    private String config() {
        return folder.resolve("apportion.yaml").toString();
    }

    private LocalDate day(int dayOfMonth) {
        return month.atDay(dayOfMonth);
    }

    private void cost(int dayOfMonth, String lineType, String amount, String more) {
        cloud.cost("{\"id\":\"" + lineType + amount + "\",\"start_date\":\"" + day(dayOfMonth) + "\",\"end_date\":\""
                + day(dayOfMonth + 1) + "\",\"product\":\"KAFKA\",\"line_type\":\"" + lineType
                + "\",\"original_amount\":"
                + amount + ",\"amount\":" + amount + more + "}");
    }
}
