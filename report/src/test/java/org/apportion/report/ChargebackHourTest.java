package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ChargebackHourTest {
    @Test
    void whoCannotBeNamedHasTheOneNameOfTheOriginal() {
        List<DayCharges.Item> items = List.of(
                item("connector_api_key_masked:lcc-1", "24"),
                item("connector_api_key_masked:lcc-2", "48"),
                item("connector_api_key_cannot_be_mapped:K9", "240"),
                item("my:own", "2.4"));

        MetricFamily details = new ChargebackHour(
                        Instant.parse("2026-10-01T07:00:00Z"), items, List.of(), List.of(), ObjectNames.of(List.of()))
                .families().stream()
                        .filter(family -> family.name().endsWith("chargeback_details"))
                        .findFirst()
                        .orElseThrow();

        // A day of 24 hours: 1 and 2 of the connectors whose keys are masked are one principal's 3.
        assertThat(details.samples().stream()
                        .filter(sample -> sample.number().signum() != 0)
                        .map(sample -> sample.values().get(0) + " "
                                + sample.number().stripTrailingZeros().toPlainString()))
                .containsExactlyInAnyOrder(
                        "connector_api_key_masked 3", "connector_api_key_cannot_be_mapped 10", "my:own 0.1");
    }

    /** Of a day of an organization with a thousand principals; names were once looked for among all items, for each item. */
    @Test
    @Timeout(20)
    void anHourOfAHundredThousandItemsIsToldAtOnce() {
        List<DayCharges.Item> items = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            items.add(new DayCharges.Item(
                    "sa-" + i % 1000,
                    "usage",
                    "KAFKA_NETWORK_READ",
                    "env-" + i % 7,
                    "",
                    "KAFKA",
                    "lkc-" + i % 50,
                    i % 100 == 60 ? "cluster b" : i % 100 == 10 ? "cluster a" : "",
                    new HourlyCharges.Stretch(0, 86_400),
                    new BigDecimal("24")));
        }

        List<MetricFamily> families = new ChargebackHour(
                        Instant.parse("2026-10-01T07:00:00Z"), items, List.of(), List.of(), ObjectNames.of(List.of()))
                .families();

        assertThat(families.stream()
                        .filter(family -> family.name().endsWith("_kafka_cluster"))
                        .flatMap(family -> family.samples().stream())
                        .map(sample -> String.join(" ", sample.values()))
                        .filter(text -> text.startsWith("lkc-10 ")))
                .as("the first of two names, in each of the seven environments")
                .hasSize(7)
                .allMatch(text -> text.endsWith(" cluster a"));
        assertThat(families.stream()
                        .filter(family -> family.name().endsWith("chargeback_details"))
                        .flatMap(family -> family.samples().stream())
                        .map(MetricSample::number)
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("100000");
    }

    @Test
    void aConnectorIsOfTheKafkaClusterThatTheInventoryKnows(@TempDir Path folder) throws IOException {
        Path names = Files.writeString(
                folder.resolve("names.csv"), "id,name,kind,cluster\nlcc-1,sink,connector,lkc-7\nlcc-2,,connector,\n");

        assertThat(clusters(ObjectNames.of(List.of(names)))).containsExactly("lcc-1 lkc-7", "lkc-7 ");
        assertThat(clusters(ObjectNames.of(List.of()))).containsExactly("lcc-1 unknown", "unknown no_data_in_api");
    }

    /** Of the gauge of connectors, and of billing with the reason why it is not known. */
    private static List<String> clusters(ObjectNames names) {
        List<MetricFamily> families = new ChargebackHour(
                        Instant.parse("2026-10-01T07:00:00Z"), List.of(item("sa-1", "24")), List.of(), List.of(), names)
                .families();
        return Stream.concat(
                        families.stream()
                                .filter(family -> family.name().endsWith("_connector"))
                                .flatMap(family -> family.samples().stream())
                                .map(sample -> sample.values().get(0) + " "
                                        + sample.values().get(1)),
                        families.stream()
                                .filter(family -> family.name().endsWith("billing_details"))
                                .flatMap(family -> family.samples().stream())
                                .map(sample -> sample.values().get(1) + " "
                                        + sample.values().get(2)))
                .toList();
    }

    private static DayCharges.Item item(String consumer, String amount) {
        return new DayCharges.Item(
                consumer,
                "usage",
                "CONNECT_NUM_TASKS",
                "env-1",
                "prod",
                "CONNECT",
                "lcc-1",
                "sink",
                new HourlyCharges.Stretch(0, 86_400),
                new BigDecimal(amount));
    }
}
