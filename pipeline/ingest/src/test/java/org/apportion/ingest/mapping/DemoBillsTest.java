package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bills of the demo; their sums are those of the files' own cost columns. */
class DemoBillsTest {
    private static final Path BILLS = Path.of("..", "..", "examples", "demo", "bills");

    @TempDir
    Path folder;

    @Test
    void theAwsBillSumsToItsUnblendedCostWhenPlansCancel() {
        try (Bill bill = csv("aws/2026-10.csv.gz", "aws-cur-2", Map.of())) {
            assertThat(bill.rejects()).isEmpty();
            // usage 72485.5258224696 + plan 2545.55415 + support 1874.33 + tax 4688.1933333333 - 1250 - 183.220591
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo("80160.3827148029");
            assertThat(bill.sum("EffectiveCost")).isEqualByComparingTo("80160.3827148029");
        }
    }

    @Test
    void theAwsBillHasAllItsTraps() {
        try (Bill bill = csv("aws/2026-10.csv.gz", "aws-cur-2", Map.of())) {
            List<Map<String, @Nullable Object>> records = bill.records();
            assertThat(records)
                    .extracting(record -> record.get("BillingAccountId"))
                    .containsOnly("004200000001");
            assertThat(records).extracting(record -> record.get("month")).containsOnly("2026-10");
            assertThat(records)
                    .extracting(record -> record.get("CommitmentDiscountStatus"))
                    .contains("Used", "Unused");
            assertThat(records)
                    .extracting(record -> record.get("ServiceName"))
                    .contains(
                            "AWS Support (Business)", "Amazon Managed Streaming for Apache Kafka", "Amazon CloudFront");
            assertThat(records)
                    .extracting(record -> Objects.toString(record.get("Tags")))
                    .contains("{Team=web-shop}", "{owner-team=search}", "{TEAM=mobile-app}");
        }
    }

    @Test
    void theAzureExportsTogetherCountTheReservationOnce() {
        BigDecimal billed = BigDecimal.ZERO;
        BigDecimal effective = BigDecimal.ZERO;
        for (String file : List.of("azure/actual-2026-10.csv.gz", "azure/amortized-2026-10.csv.gz")) {
            try (Bill bill = csv(file, "azure", Map.of("dataset", "actual+amortized"))) {
                assertThat(bill.rejects()).isEmpty();
                billed = billed.add(bill.sum("BilledCost"));
                effective = effective.add(bill.sum("EffectiveCost"));
            }
        }
        // the cost columns of the actual file and of the amortized file
        assertThat(billed).isEqualByComparingTo("16339.23441532522395");
        assertThat(effective).isEqualByComparingTo("16351.3549632704295436");
    }

    /** Prices for 100 hours, 10,000 operations and a million events stand beside prices for one hour. */
    @Test
    void theAzureBillCostsNoMoreAtListPricesThanAtThose() {
        try (Bill bill = csv("azure/amortized-2026-10.csv.gz", "azure", Map.of("dataset", "amortized"))) {
            assertThat(bill.sum("ListCost")).isEqualByComparingTo(bill.sum("ContractedCost"));
            // a reservation covers 30 days of 96 hours: 0.46 an hour contracted, 20.778082191780825 a day with it
            assertThat(bill.sum("ContractedCost").subtract(bill.sum("EffectiveCost")))
                    .isCloseTo(new BigDecimal("701.45753425"), within(new BigDecimal("0.00000001")));
        }
    }

    @Test
    void theGoogleBillSumsToCostAndNestedCredits() throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(BILLS.resolve("gcp/2026-10.ndjson.gz")))) {
            // numbers as text, as the importer hands them to the engine
            String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll(":(-?[0-9]+(\\.[0-9]+)?)([,}])", ":\"$1\"$3");
            try (Bill bill = Bill.ndjson(Mappings.shipped("gcp"), lines, folder)) {
                assertThat(bill.rejects()).isEmpty();
                // 48097.9489480353723564 - 8557.191792095832
                assertThat(bill.sum("EffectiveCost")).isEqualByComparingTo("39540.7571559395403564");
                assertThat(bill.records())
                        .extracting(record -> record.get("month"))
                        .containsOnly("2026-10");
            }
        }
    }

    private Bill csv(String file, String mapping, Map<String, String> options) {
        return Bill.csvFile(Mappings.shipped(mapping), BILLS.resolve(file), folder, Map.of(), options);
    }
}
