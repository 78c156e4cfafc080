package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    private static final String HEADING = "BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,"
            + "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,SkuId,ResourceId,PricingQuantity,PricingUnit,"
            + "BilledCost,EffectiveCost,ListCost,ContractedCost,Tags\n";

    @TempDir
    private Path folder = Path.of(".");

    @SuppressWarnings("NullAway.Init")
    private Company company;

    /** The team shop has 10 h at 2.00 in September and 15 h at 3.00 in October, and 1.00 and 1.50 of tax. */
    @BeforeEach
    void runTwoMonths() throws Exception {
        company = Company.in(folder);
        Files.delete(company.file("bills/october.csv"));
        company.write("bills/2026-09.csv", bill("2026-09", "2026-10", "10", "20.00", "1.00"), 1_000);
        company.write("bills/2026-10.csv", bill("2026-10", "2026-11", "15", "45.00", "1.50"), 1_000);
        run("2026-09");
        run("2026-10");
    }

    private static String bill(String month, String next, String hours, String cost, String tax) {
        String period = "000123,EUR," + month + "-01T00:00:00Z," + next + "-01T00:00:00Z," + month + "-05T00:00:00Z,"
                + month + "-06T00:00:00Z,";
        String team = ",\"{\"\"team\"\": \"\"shop\"\"}\"\n";
        return HEADING + period + "Usage,Compute,large,vm-1," + hours + ",h," + (cost + ",").repeat(3) + cost + team
                + period + "Tax,Tax,,vm-1,,," + (tax + ",").repeat(3) + tax + team;
    }

    private void run(String month) {
        Cli.Answer answer = Cli.run("run", "--month", month, "--quiet", "--config", company.config());
        assertThat(answer.code()).as(answer.err()).isZero();
    }

    private Cli.Answer compare(String... arguments) {
        String[] start = {"compare", "--config", company.config()};
        return Cli.run(
                java.util.stream.Stream.concat(java.util.Arrays.stream(start), java.util.Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    @Test
    void tellsUsagePriceAndTaxApart() {
        Cli.Answer answer = compare("2026-09", "2026-10", "--by", "team");

        // 5 h more at 2.00 are 10; 15 h at 1.00 more are 15; 0.50 more tax.
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out().lines().skip(2).findFirst().orElseThrow().split("  +"))
                .containsExactly("Shop", "21.00", "46.50", "25.50", "10.00", "0.00", "15.00", "0.00", "0.50", "EUR");
    }

    /** The 10 h of September, which is closed, turn out to cost 3.00 each: October books 10.00 and is else as it was. */
    @Test
    void whatAMonthBooksForAClosedOneIsNeitherItsUsageNorItsPrice() {
        Cli.Answer closed = Cli.run("periods", "close", "--month", "2026-09", "--config", company.config());
        assertThat(closed.code()).as(closed.err()).isZero();
        company.write("bills/2026-09.csv", bill("2026-09", "2026-10", "10", "30.00", "1.00"), 2_000);
        run("2026-10");

        Cli.Answer answer = compare("2026-09", "2026-10", "--by", "team");

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out().lines().skip(2).findFirst().orElseThrow().split("  +"))
                .containsExactly("Shop", "21.00", "56.50", "35.50", "10.00", "0.00", "15.00", "10.00", "0.50", "EUR");
    }

    @Test
    void twoRunsOfOneMonthDifferByWhatChangedBetweenThem() {
        company.configure("unit: shop}", "unit: shop, valid-from: 2026-10-06}");
        run("2026-10");

        Cli.Answer answer = compare("2026-10-1", "2026-10-2", "--by", "reason", "--output", "json");

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out()).contains("directory");
    }

    @Test
    void aCutTableStillHoldsTheWholeChange() {
        Cli.Answer answer = compare("2026-09", "2026-10", "--by", "service", "--top", "1", "--output", "csv");

        assertThat(answer.out().lines().skip(1)).hasSize(2);
        assertThat(answer.out()).contains("other (1),1.0");
    }

    @Test
    void whatIsNeitherMonthNorRunIsAWrongCall() {
        Cli.Answer answer = compare("2026-09", "2026-10-9");

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("REPORT_NOT_FOUND 2026-10-9");
    }
}
