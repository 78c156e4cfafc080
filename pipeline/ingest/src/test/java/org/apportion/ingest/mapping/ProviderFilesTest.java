package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real and realistic files of providers, named by the environment variable APPORTION_DATA; their sums are known. */
class ProviderFilesTest {
    private Path data = Path.of("");

    @TempDir
    Path folder;

    @BeforeEach
    void needsProviderFiles() {
        String value = System.getenv("APPORTION_DATA");
        assumeTrue(value != null, "APPORTION_DATA does not name a folder of provider files");
        data = Path.of(value);
    }

    @ParameterizedTest
    @CsvSource({
        "focus/focus_1.0_sample.csv.gz, 1000, 20.52022672899, 14.97651418586",
        "focus/focus_1.3_cost_and_usage_aws_4000.csv.gz, 4000, 63536.6548019857088, 19923.8026479857088",
        "focus/focus_1.3_cost_and_usage_azure_4000.csv.gz, 4000, 116011.84254389766994, 61765.52778389766994",
        "focus/focus_1.3_cost_and_usage_gcp_4000.csv.gz, 4000, 77100.15020844094714, 26583.44312044094714"
    })
    void focusFilesSumToTheirKnownTotals(String file, int rows, String billed, String effective) {
        try (Bill bill = open(file, Map.of(), Map.of())) {
            assertThat(bill.plan().mapping()).isEqualTo("focus@1");
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.count("TRUE")).isEqualTo(rows);
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo(billed);
            assertThat(bill.sum("EffectiveCost")).isEqualByComparingTo(effective);
        }
    }

    @Test
    void everyColumnOfFocus14IsCopied() {
        try (Bill bill = open("focus/focus_1.4_aws_bundle/cost_and_usage.csv.gz", Map.of(), Map.of())) {
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.plan().used()).hasSize(65);
            assertThat(bill.sum("BilledCost"))
                    .isEqualByComparingTo(
                            rawSum("focus/focus_1.4_aws_bundle/cost_and_usage.csv.gz", "BilledCost", row -> true));
        }
    }

    @Test
    void nullWordsOfFocus10AreNothing() {
        try (Bill bill = open("focus/focus_1.0_sample.csv.gz", Map.of(), Map.of())) {
            assertThat(bill.records())
                    .allSatisfy(record -> assertThat(record.values()).doesNotContain("NULL"));
            assertThat(bill.records().stream().filter(record -> record.get("Tags") == null))
                    .hasSize(289);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "aws/cur1_anonymous_export.csv.gz, 1281, 1.68230869740",
        "aws/nise_cur1_2026-01.csv.gz, 2880, ",
        "k8s/ocp_on_aws_2026-01/aws_cur.csv.gz, 16560, "
    })
    void legacyAwsReportsSumToTheirUnblendedCostLessCoveredUsage(String file, int rows, String known) {
        BigDecimal expected = rawSum(
                file,
                "lineItem/UnblendedCost",
                row -> !List.of("SavingsPlanCoveredUsage", "SavingsPlanNegation", "DiscountedUsage")
                        .contains(row.getField("lineItem/LineItemType")));
        try (Bill bill = open(file, Map.of(), Map.of())) {
            assertThat(bill.plan().mapping()).isEqualTo("aws-cur@1");
            assertThat(bill.plan().problems()).isEmpty();
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.count("TRUE")).isEqualTo(rows);
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo(known == null ? expected : new BigDecimal(known));
        }
    }

    @Test
    void coveredAwsUsageCostsWhatThePlanCosts() {
        String file = "k8s/ocp_on_aws_2026-01/aws_cur.csv.gz";
        BigDecimal covered = rawSum(file, "savingsPlan/SavingsPlanEffectiveCost", row -> isCovered(row));
        BigDecimal other = rawSum(file, "lineItem/UnblendedCost", row -> !isCovered(row));
        try (Bill bill = open(file, Map.of(), Map.of())) {
            assertThat(bill.sum("EffectiveCost")).isEqualByComparingTo(covered.add(other));
        }
    }

    private static boolean isCovered(NamedCsvRecord row) {
        return row.getField("lineItem/LineItemType").equals("SavingsPlanCoveredUsage");
    }

    @Test
    void accountIdsKeepTheirLeadingZeros() {
        try (Bill bill = open("aws/koku_2023-06-01.csv", Map.of(), Map.of())) {
            assertThat(bill.records())
                    .allSatisfy(record -> assertThat(record)
                            .containsEntry("BillingAccountId", "0099999999999")
                            .containsEntry("BillingCurrency", "NOK"));
            assertThat(bill.plan().idColumns()).containsExactly("lineItem/UsageAccountId", "bill/PayerAccountId");
        }
    }

    @Test
    void billingPeriodsThatEndInTheLastSecondEndWithTheMonth() {
        try (Bill bill = open("aws/cur2_sample.csv", Map.of(), Map.of())) {
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.records())
                    .allSatisfy(record ->
                            assertThat(record).containsEntry("BillingPeriodEnd", Bill.time("2024-10-01T00:00:00Z")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "azure/EA_ActualCost_Small.csv, 11, Cost",
        "azure/nise_azure_v2_2026-01.csv.gz, 155, CostInBillingCurrency"
    })
    void actualAzureFilesSumToTheirCost(String file, int rows, String column) {
        try (Bill bill = open(file, Map.of(), Map.of())) {
            assertThat(bill.plan().mapping()).isEqualTo("azure@2");
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.count("TRUE")).isEqualTo(rows);
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo(rawSum(file, column, row -> true));
            assertThat(bill.sum("EffectiveCost")).isEqualByComparingTo(rawSum(file, column, row -> true));
        }
    }

    /** Azure rounds quantities to eight decimals, so a price times one may fall below its cost by 1e-8 of the price. */
    @ParameterizedTest
    @CsvSource({
        "azure/EA_ActualCost_Small.csv, actual",
        "azure/EA_AmortizedCost_Small.csv, amortized",
        "azure/nise_azure_v2_2026-01.csv.gz, actual"
    })
    void azuresCostsFallFromListToContractedToEffective(String file, String dataset) {
        try (Bill bill = open(file, Map.of(), Map.of("dataset", dataset))) {
            assertThat(bill.records()).isNotEmpty();
            assertThat(bill.records().stream()
                            .filter(record -> {
                                BigDecimal contracted = money(record, "ContractedCost");
                                BigDecimal rounding =
                                        money(record, "ContractedUnitPrice").movePointLeft(8);
                                return money(record, "ListCost").compareTo(contracted) < 0
                                        || contracted.add(rounding).compareTo(money(record, "EffectiveCost")) < 0;
                            })
                            .map(record -> "list " + record.get("ListCost") + ", contracted "
                                    + record.get("ContractedCost") + ", effective " + record.get("EffectiveCost")))
                    .isEmpty();
        }
    }

    private static BigDecimal money(Map<String, @Nullable Object> record, String column) {
        return (BigDecimal) Objects.requireNonNull(record.get(column));
    }

    @Test
    void amortizedAzureFilesBillOnlyWhatNoCommitmentCovers() {
        String file = "azure/EA_AmortizedCost_Small.csv";
        try (Bill bill = open(file, Map.of(), Map.of("dataset", "amortized"))) {
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.count(bill.plan().roundedRows().orElseThrow())).isEqualTo(3);
            assertThat(bill.sum("EffectiveCost")).isEqualByComparingTo(rawSum(file, "Cost", row -> true));
            assertThat(bill.sum("BilledCost"))
                    .isEqualByComparingTo(rawSum(
                            file, "Cost", row -> row.getField("PricingModel").equals("OnDemand")));
        }
    }

    @Test
    void actualAndAmortizedTogetherCountEachCommitmentOnce() {
        Map<String, String> together = Map.of("dataset", "actual+amortized");
        try (Bill actual = open("azure/EA_ActualCost_Small.csv", Map.of(), together)) {
            assertThat(actual.plan().problems()).isEmpty();
            assertThat(actual.records()).hasSize(1);
            assertThat(actual.sum("BilledCost")).isEqualByComparingTo("3.25");
            assertThat(actual.sum("EffectiveCost")).isZero();
        }
        try (Bill amortized = open("azure/EA_AmortizedCost_Small.csv", Map.of(), together)) {
            assertThat(amortized.records()).hasSize(28);
        }
    }

    @Test
    void bilingualAzureFileBelowTwoTitleLinesIsRead() {
        try (Bill bill = open("azure/cloud_costs_azure_fr.csv", Map.of("BillingCurrency", "CHF"), Map.of())) {
            assertThat(bill.plan().mapping()).isEqualTo("azure-ea-legacy@1");
            assertThat(bill.plan().problems()).isEmpty();
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.records()).hasSize(46);
            assertThat(bill.sum("BilledCost"))
                    .isCloseTo(new BigDecimal("3.878875"), within(new BigDecimal("0.000001")));
            assertThat(bill.records().stream().filter(record -> record.get("Tags") != null))
                    .hasSize(2);
            assertThat(bill.records())
                    .allSatisfy(record -> assertThat(record)
                            .containsEntry("month", "2019-04")
                            .containsEntry("BillingCurrency", "CHF"));
            assertThat(bill.records().stream()
                            .map(record -> record.get("SubAccountId"))
                            .distinct())
                    .hasSize(6);
        }
    }

    @ParameterizedTest
    @CsvSource({"azure/opencost_German.csv, 0.075", "azure/opencost_PayAsYouGo.csv, 0.075"})
    void otherOldAzureFilesAreRead(String file, String billed) {
        try (Bill bill = open(file, Map.of(), Map.of())) {
            assertThat(bill.plan().mapping()).isEqualTo("azure-ea-legacy@1");
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo(billed);
            assertThat(bill.records().get(0))
                    .containsEntry("x_ResourceGroup", "Example-Resource-Group")
                    .containsEntry("RegionId", "eastus");
        }
    }

    @Test
    void azureTagsWithoutBracesAreTags() {
        try (Bill bill = open("azure/opencost_Enterprise.csv", Map.of(), Map.of())) {
            assertThat(String.valueOf(bill.only().get("Tags"))).contains("orchestrator=Kubernetes:1.19.9");
        }
    }

    @Test
    void azureReservationChargesAreRead() throws IOException {
        String json = Files.readString(data.resolve("azure/cloud_costs_azureReservedInstance.json"));
        String lines =
                json.replaceAll("\\s*\\n\\s*", "").replaceAll("^\\[|\\]$", "").replace("},{", "}\n{");
        try (Bill bill = Bill.ndjson(Mappings.shipped("azure-reservation"), lines, folder)) {
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo("21104");
            assertThat(bill.records().get(0))
                    .containsEntry("ChargePeriodStart", Bill.time("2019-04-25T07:53:31Z"))
                    .containsEntry("ChargePeriodEnd", Bill.time("2020-04-25T07:53:31Z"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gcp/koku_202011_30c31bca571d9b7f3b2c8459dd8bc34a_2020-11-08_2020-11-11.csv, 25",
        "gcp/nise_gcp_2026-01.csv.gz, 3600"
    })
    void flattenedGoogleFilesSumToCostPlusCredits(String file, int rows) {
        BigDecimal cost = rawSum(file, "cost", row -> true);
        BigDecimal credits = BigDecimal.ZERO;
        for (NamedCsvRecord row : rows(file)) {
            java.util.regex.Matcher amount =
                    java.util.regex.Pattern.compile("'amount': (-?[0-9.e-]+)").matcher(row.getField("credits"));
            while (amount.find()) {
                credits = credits.add(new BigDecimal(amount.group(1)));
            }
        }
        try (Bill bill = open(file, Map.of(), Map.of())) {
            assertThat(bill.plan().mapping()).isEqualTo("gcp-csv@1");
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.count("TRUE")).isEqualTo(rows);
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo(cost.add(credits));
            assertThat(bill.sum("ListCost")).isEqualByComparingTo(cost);
            assertThat(bill.plan().used()).doesNotContain("credits");
        }
    }

    @Test
    void oracleCostReportSumsToItsCost() {
        String file = "oci/cost_report_part1.csv.gz";
        try (Bill bill = open(file, Map.of(), Map.of())) {
            assertThat(bill.plan().mapping()).isEqualTo("oci@1");
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.records()).hasSize(253);
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo(rawSum(file, "cost/myCost", row -> true));
        }
    }

    private Bill open(String file, Map<String, String> constants, Map<String, String> options) {
        Path path = data.resolve(file);
        return Bill.csvFile(Bill.detect(path), path, folder, constants, options);
    }

    /** The sum of a column by plain Java, each cell rounded at 18 decimals as the lake holds it. */
    private BigDecimal rawSum(String file, String column, Predicate<NamedCsvRecord> which) {
        BigDecimal sum = BigDecimal.ZERO;
        for (NamedCsvRecord row : rows(file)) {
            String cell = row.getField(column);
            if (which.test(row) && !cell.isEmpty()) {
                sum = sum.add(new BigDecimal(cell).setScale(18, RoundingMode.HALF_UP));
            }
        }
        return sum;
    }

    private List<NamedCsvRecord> rows(String file) {
        Path path = data.resolve(file);
        try (InputStream raw = Files.newInputStream(path);
                InputStream plain = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                CsvReader<NamedCsvRecord> reader =
                        CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(plain)) {
            return reader.stream().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
