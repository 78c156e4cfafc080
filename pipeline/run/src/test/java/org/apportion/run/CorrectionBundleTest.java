package org.apportion.run;

import static org.apportion.run.TwoMonths.DECEMBER;
import static org.apportion.run.TwoMonths.NOVEMBER;
import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.ledger.period.Periods;
import org.apportion.model.BillingMonth;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bundles of an open month say of closed months whose bills were restated. */
class CorrectionBundleTest {
    private static final String CORRECTIONS = "out/%s/provider/cost_and_usage_corrections.csv";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private TwoMonths months;

    @BeforeEach
    void bundles() {
        months = TwoMonths.in(folder);
        months.company.configure(
                "outputs:\n",
                "outputs:\n  - id: internal\n    content: focus-internal\n    path: out/{month}/internal\n"
                        + "    focus: {provider: Platform}\n  - id: provider\n    content: focus\n"
                        + "    path: out/{month}/provider\n    focus: {accept: [bills]}\n");
    }

    @Test
    void theInternalViewNamesCorrections() {
        months.run(OCTOBER);
        months.close(OCTOBER);
        months.october("12.00", 2_000);

        months.run(NOVEMBER);

        List<NamedCsvRecord> rows = rows("out/2026-11/internal/cost_and_usage.csv");
        assertThat(rows)
                .filteredOn(row -> row.getField("x_Kind").equals("correction"))
                .isNotEmpty()
                .allSatisfy(row -> {
                    assertThat(row.getField("ChargeClass")).isEqualTo("Correction");
                    assertThat(row.getField("ChargeCategory")).isEqualTo("Usage");
                    assertThat(row.getField("ChargeFrequency")).isEqualTo("Usage-Based");
                    assertThat(row.getField("ChargePeriodStart")).startsWith("2026-10-01");
                    assertThat(row.getField("BillingPeriodStart")).startsWith("2026-11-01");
                });
        assertThat(rows)
                .filteredOn(row -> !row.getField("x_Kind").equals("correction"))
                .isNotEmpty()
                .allMatch(row -> row.getField("ChargeClass").isEmpty());
    }

    /** As the run published them: that the period is closed is written into the bundles afterwards. */
    @Test
    void closingFreezesTheManifestsOfBundles() {
        months.run(OCTOBER);
        Map<String, String> published = new TreeMap<>();
        for (String bundle : List.of("provider", "internal")) {
            published.put(bundle, months.company.text("out/2026-10/" + bundle + "/manifest.json"));
        }

        months.close(OCTOBER);

        try (Workspace workspace = months.company.open()) {
            for (String bundle : published.keySet()) {
                Optional<String> frozen = workspace
                        .ledger()
                        .read(transaction -> new Periods(transaction).document(OCTOBER, PeriodBooks.MANIFEST + bundle));
                assertThat(frozen).hasValue(published.get(bundle));
            }
        }
    }

    /** In whole the record goes to Kafka's users; only its effective cost is charged. */
    @Test
    void eachCostHoldsItsOwnDifference() {
        chargeEffective();
        months.company.write("bills/october.csv", restated("0", "10.00", "20.00"), 1_000);
        months.run(OCTOBER);
        months.close(OCTOBER);
        months.company.write("bills/october.csv", restated("0", "12.00", "20.00"), 2_000);

        months.run(NOVEMBER);

        assertThat(sums(NOVEMBER)).isEqualTo("billed 0, effective 2, list 0, contracted 0");
        assertThat(rows(CORRECTIONS.formatted(NOVEMBER)))
                .hasSize(2)
                .allMatch(row -> row.getField("x_OrganizationUnit").length() > 1);
    }

    /** Nothing is charged anew, so it is nobody's; and the next month has only what came after. */
    @Test
    void whatNoChargeFollowsIsARowOfItsOwnAndIsBookedOnce() {
        chargeEffective();
        months.company.write("bills/december.csv", TwoMonths.bill("2026-12", "1.00"), 1_000);
        months.company.write("bills/october.csv", restated("0", "10.00", "20.00"), 1_000);
        months.run(OCTOBER);
        months.close(OCTOBER);
        months.company.write("bills/october.csv", restated("0", "12.00", "26.00"), 2_000);
        months.run(NOVEMBER);
        assertThat(sums(NOVEMBER)).isEqualTo("billed 0, effective 2, list 6, contracted 0");
        months.close(NOVEMBER);
        months.company.write("bills/october.csv", restated("5.00", "12.00", "27.00"), 3_000);

        months.run(DECEMBER);

        assertThat(sums(DECEMBER)).isEqualTo("billed 5, effective 0, list 1, contracted 0");
        assertThat(rows(CORRECTIONS.formatted(DECEMBER))).singleElement().satisfies(row -> {
            assertThat(row.getField("x_Correction")).startsWith("records-");
            assertThat(row.getField("x_OrganizationUnit")).isEmpty();
            assertThat(row.getField("ServiceName")).isEqualTo("Kafka");
            assertThat(row.getField("ChargePeriodStart")).startsWith("2026-10-01");
        });
        String first = months.company.text(CORRECTIONS.formatted(DECEMBER));
        months.run(DECEMBER);
        assertThat(months.company.text(CORRECTIONS.formatted(DECEMBER))).isEqualTo(first);
    }

    /** Google's November begins and ends in California: the rows name that period, and no other. */
    @Test
    void correctionsNameTheBillingPeriodOfTheirProvider() {
        months.company.configure("mapping: focus", "mapping: gcp");
        for (String bill : List.of("october", "november")) {
            months.company.remove("bills/" + bill + ".csv");
        }
        Instant october = Instant.parse("2026-10-02T00:00:00Z");
        months.company.write(
                "bills/october.ndjson", GoogleDaysTest.bill(OCTOBER, october, 1, "5", "2026-11-02"), 1_000);
        months.company.write(
                "bills/november.ndjson",
                GoogleDaysTest.bill(NOVEMBER, Instant.parse("2026-11-02T00:00:00Z"), 1, "1", "2026-12-02"),
                1_000);
        months.run(OCTOBER);
        months.close(OCTOBER);
        months.company.write(
                "bills/october.ndjson", GoogleDaysTest.bill(OCTOBER, october, 1, "7", "2026-12-03"), 2_000);

        months.run(NOVEMBER);

        assertThat(sums(NOVEMBER)).isEqualTo("billed 2, effective 2, list 2, contracted 2");
        assertThat(periods("cost_and_usage_corrections"))
                .isEqualTo(periods("billing_period"))
                .containsExactly("Google Cloud 2026-11-01T07:00:00Z 2026-12-01T08:00:00Z");
    }

    private Set<String> periods(String file) {
        return rows("out/2026-11/provider/" + file + ".csv").stream()
                .map(row -> String.join(
                        " ",
                        row.getField("InvoiceIssuerName"),
                        row.getField("BillingPeriodStart"),
                        row.getField("BillingPeriodEnd")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void chargeEffective() {
        months.company.configure("cost-basis: billed", "cost-basis: effective");
    }

    private static String restated(String billed, String effective, String list) {
        return SmallCompany.bill(List.of(
                SmallCompany.row("EUR", "2026-10-01T00", "2026-10-01T01", "Usage", "Kafka", "events", "7.77", "")
                        .replace("7.77,7.77,7.77,7.77", String.join(",", billed, effective, list, "15.00"))));
    }

    private String sums(BillingMonth month) {
        List<NamedCsvRecord> rows = rows(CORRECTIONS.formatted(month));
        return Stream.of("Billed", "Effective", "List", "Contracted")
                .map(cost -> cost.toLowerCase(Locale.ROOT) + " "
                        + TwoMonths.plain(rows.stream()
                                .map(row -> new BigDecimal(row.getField(cost + "Cost")))
                                .reduce(BigDecimal.ZERO, BigDecimal::add)))
                .collect(Collectors.joining(", "));
    }

    private List<NamedCsvRecord> rows(String file) {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(months.company.file(file))) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
