package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apportion.model.BillingMonth;
import org.apportion.model.CostBasis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Reports reports;

    @BeforeAll
    static void runTheMonth() {
        reports = new MonthLake(folder, ShopMonth.data(), ShopMonth.organization(), CostBasis.BILLED)
                .run(ShopMonth.data(), ShopMonth.priceLines())
                .open();
    }

    @AfterAll
    static void close() {
        reports.close();
    }

    /** Cells joined by a bar; numbers without trailing zeros, nothing for a missing value. */
    private static List<String> lines(ReportTable table) {
        return table.rows().stream().map(ReportsTest::line).toList();
    }

    private static String line(List<?> row) {
        return row.stream()
                .map(cell -> cell instanceof BigDecimal number ? SumTable.plain(number) : Objects.toString(cell, ""))
                .collect(Collectors.joining("|"));
    }

    private static CostQuery costs() {
        return CostQuery.of(ShopMonth.MONTH);
    }

    @Test
    void costsAreGroupedByAnyLevelAndNeverMixCurrencies() {
        ReportTable table = reports.costs(costs().by("department", "team"));

        // 2.50 of b, 1 of the disk and 5 without usage are nobody's: 8.50 of 16 EUR.
        assertThat(lines(table))
                .containsExactly(
                        "(unallocated)|(unallocated)|8.5|EUR|0.53125",
                        "Shop|Team A|7.5|EUR|0.46875",
                        "Shop|Team X|4|USD|1");
        assertThat(table.totals()).isEmpty();
        assertThat(table.notes()).containsExactly("Totals: 16 EUR; 4 USD.");
    }

    @Test
    void oneCurrencyHasATotalThatIsTheSumOfItsRows() {
        ReportTable table = reports.costs(costs().by("consumer").where("currency", "EUR"));

        assertThat(lines(table))
                .containsExactly(
                        "principal:a|7.5|EUR|0.46875",
                        "resource:cluster|5|EUR|0.3125",
                        "principal:b|2.5|EUR|0.15625",
                        "resource:disk|1|EUR|0.0625");
        assertThat(line(table.totals())).isEqualTo("total|16|EUR|1");
    }

    @Test
    void whatIsCutStandsInOneRow() {
        ReportTable table =
                reports.costs(costs().by("consumer").where("currency", "EUR").top(1));

        assertThat(lines(table)).containsExactly("principal:a|7.5|EUR|0.46875", "other (3)|8.5|EUR|0.53125");
    }

    @Test
    void costWithoutACommitmentStandsInTheCommitmentsTooAndAddsUpPerCurrency() {
        ReportTable table = reports.commitments(ShopMonth.MONTH);

        // The bill has no list, contracted and effective cost.
        assertThat(lines(table))
                .containsExactly(
                        "(none)||usage|(unallocated)|0|0|0|8.5||EUR",
                        "(none)||usage|team-a|0|0|0|7.5||EUR",
                        "(none)||usage|team-x|0|0|0|4||USD");
        assertThat(table.notes())
                .containsExactly(
                        "Billed cost adds up to 16 EUR; run 2026-10-1 charged 16: difference 0.",
                        "Billed cost adds up to 4 USD; run 2026-10-1 charged 4: difference 0.",
                        "Totals in EUR: list 0, contracted 0, effective 0, billed 16.",
                        "Totals in USD: list 0, contracted 0, effective 0, billed 4.",
                        "Some records have no list or no contracted cost; they count as zero in that column.");
    }

    @Test
    void aTagIsAWordToo() {
        assertThat(lines(reports.costs(costs().by("tag:team").where("currency", "USD"))))
                .containsExactly("x|4|USD|1");
    }

    @Test
    void whatNoUsageSplitIsApproximate() {
        // 10.00 by cpu; 5.00 of an hour without samples; 1.00 without a rule is unallocated, but not approximate
        assertThat(lines(reports.costs(
                        costs().by("approximate", "tier", "method").where("currency", "EUR"))))
                .containsExactly(
                        "no|1|metric|10|EUR|0.625", "yes|2|resource|5|EUR|0.3125", "no|1|resource|1|EUR|0.0625");
        assertThat(reports.summary(ShopMonth.MONTH).notes())
                .contains("Approximate for want of usage: 5.00 EUR (31.3 %); see 'apportion report --by"
                        + " approximate,rule'.");
    }

    @Test
    void noneKeepsRowsWithoutAValue() {
        assertThat(lines(reports.costs(costs().by("service").where("tag:team", "(none)"))))
                .containsExactly("Kubernetes|15|EUR|0.9375", "Disks|1|EUR|0.0625");
    }

    @Test
    void daysAreInOrder() {
        assertThat(lines(reports.costs(costs().by("day").where("currency", "EUR"))))
                .containsExactly("2026-10-01|15|EUR|0.9375", "2026-10-03|1|EUR|0.0625");
    }

    @Test
    void columnsOfRecordsAreWordsByTheirFocusNames() {
        assertThat(lines(reports.costs(costs().by("ServiceName").where("resource_id", "disk"))))
                .containsExactly("Disks|1|EUR|1");
    }

    @Test
    void pricesAreGroupedLikeCosts() {
        assertThat(lines(reports.costs(costs().by("department", "service").withPrices())))
                .containsExactly("Shop|Kubernetes|8.25|EUR|1");
    }

    @Test
    void anUnknownWordIsRefusedWithTheNearestOne() {
        assertThatThrownBy(() -> reports.costs(costs().by("servise")))
                .hasMessageStartingWith("REPORT_WORD_UNKNOWN servise: costs cannot be grouped or filtered by this word."
                        + " Did you mean 'service'? Known words: unit, department, team, ");
    }

    @Test
    void aMonthWithoutRunSaysWhatToDo() {
        assertThatThrownBy(() -> reports.costs(CostQuery.of(BillingMonth.of(2026, 9))))
                .hasMessage(
                        "REPORT_NO_RUN 2026-09: this month has no committed run yet. Months with a run: 2026-10. Run"
                                + " 'apportion run --month 2026-09'.");
    }

    @Test
    void monthsWithoutRunAreTold() {
        ReportTable table = reports.costs(CostQuery.of(new Months(BillingMonth.of(2026, 9), ShopMonth.MONTH)));

        assertThat(table.notes()).contains("No run of 2026-09 is committed, so that month is missing here.");
    }

    @Test
    void chargesComeWithTheIdsByWhichTheyAreExplained() {
        ReportTable table = reports.charges(ChargeQuery.of(ShopMonth.MONTH).where("unit", "team-a"));

        assertThat(lines(table))
                .singleElement()
                .asString()
                .endsWith("|team-a|2026-10-01|principal:a|Kubernetes|cluster|cluster|metric||7.5|EUR");
        assertThat(line(table.totals())).isEqualTo("total|||||||||7.5|EUR");
    }

    @Test
    void chargesThatAreNotShownAreSummed() {
        ReportTable table = reports.charges(
                ChargeQuery.of(ShopMonth.MONTH).where("currency", "EUR").limit(1));

        assertThat(lines(table)).last().asString().isEqualTo("other (3)|||||||||8.5|EUR");
    }

    @Test
    void unallocatedCostsStandBesideTheirRemedy() {
        assertThat(lines(reports.unallocated(ShopMonth.MONTH, 0)))
                .containsExactly(
                        "no_rule|Disks||resource:disk||1|EUR|0.0625|Write a rule that takes it, such as when:"
                                + " \"ServiceName == 'Disks'\".",
                        "no_unit|Kubernetes||principal:b|cluster|2.5|EUR|0.15625|Add principal 'b' with its unit to the"
                                + " directory.",
                        "no_usage|Kubernetes||resource:cluster|cluster|5|EUR|0.3125|Import usage of cpu for 'cluster', or"
                                + " give rule 'cluster' a last tier; or add resource 'cluster' with its unit to the"
                                + " directory.");
    }

    @Test
    void usageIsSummedPerMetricAndGroupedByOwner() {
        assertThat(lines(reports.usage(UsageQuery.of(ShopMonth.MONTH).by("team", "consumer"))))
                .containsExactly("Team A|a|3|cpu||0.75", "(unallocated)|b|1|cpu||0.25");
    }

    @Test
    void runsAreListedWithTheirProof() {
        assertThat(lines(reports.runs(10)))
                .containsExactly(
                        "2026-10-1|2026-10|committed|2026-11-02T06:00:00Z|5|16|16|0|EUR|1 passed|test|",
                        "2026-10-1|2026-10|committed|2026-11-02T06:00:00Z|5|4|4|0|USD|1 passed|test|");
    }

    @Test
    void theSummaryGathersTheMonth() {
        MonthSummary summary = reports.summary(ShopMonth.MONTH);

        assertThat(summary.records()).isEqualTo(4);
        assertThat(summary.charges()).isEqualTo(5);
        assertThat(summary.totals()).extracting(MonthSummary.Total::currency).containsExactly("EUR", "USD");
        assertThat(summary.totals().get(0).difference()).isZero();
        assertThat(lines(summary.unallocated()))
                .containsExactly(
                        "allocated|7.5|EUR|0.46875",
                        "no_usage|5|EUR|0.3125",
                        "no_unit|2.5|EUR|0.15625",
                        "no_rule|1|EUR|0.0625",
                        "allocated|4|USD|1");
        assertThat(lines(summary.units()))
                .containsExactly("(unallocated)|8.5|EUR|0.53125", "Shop|7.5|EUR|0.46875", "Shop|4|USD|1");
        assertThat(lines(summary.rules())).contains("cluster|1|1|3|15|EUR", "(no rule)||1|1|1|EUR");
        assertThat(summary.notes())
                .singleElement()
                .asString()
                .startsWith("Approximate for want of usage: 5.00 EUR (31.3 %);");
    }

    @Test
    void anIdIsTheSameInJavaAndInTheEngine() {
        String id =
                String.valueOf(reports.charges(ChargeQuery.of(ShopMonth.MONTH).where("unit", "team-a"))
                        .rows()
                        .get(0)
                        .get(0));

        assertThat(ExplainPropertyTest.fact(reports.explain(id), "id"))
                .isEqualTo(id)
                .hasSize(15);
    }
}
