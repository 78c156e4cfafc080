package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunProof;
import org.apportion.ledger.RunState;
import org.apportion.model.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One month from files to files. Each number can be checked by hand against {@link SmallCompany}. */
class WholeMonthTest {
    @TempDir
    Path folder;

    @Test
    void everyAmountIsWhatTheRulesSay() {
        try (Workspace workspace = SmallCompany.in(folder).open()) {
            SmallCompany.imports(workspace);
            MonthResult result = SmallCompany.run(workspace);

            assertThat(SmallCompany.charges(workspace))
                    .containsExactly(
                            "2026-10-01 resource:vm-2 1 EUR no_rule",
                            "2026-10-01 tag:team=shop 4 EUR",
                            "2026-10-01 principal:alice 7.5 EUR",
                            "2026-10-01 principal:bob 2.5 EUR",
                            // 2.00 by 7.50 : 8.50 : 4.00; the machine of nobody takes no tax.
                            "2026-10-01 principal:alice 0.75 EUR",
                            "2026-10-01 principal:bob 0.85 EUR",
                            "2026-10-01 tag:team=shop 0.4 EUR",
                            "2026-10-16 principal:bob 6 EUR",
                            "2026-10-02 principal:carol 0.333333333333 USD",
                            "2026-10-02 principal:dave 0.333333333333 USD",
                            "2026-10-02 principal:erin 0.333333333334 USD");
            assertThat(result.counts().records()).isEqualTo(6);
            assertThat(result.counts().charges()).isEqualTo(11);
            assertThat(result.runId()).isEqualTo("2026-10-1");
        }
    }

    @Test
    void whatIsChargedIsWhatIsBilledInEachCurrency() {
        MonthResult result = SmallCompany.in(folder).importAndRun();

        assertThat(result.sums())
                .extracting(MonthResult.Sum::toString)
                .containsExactly(
                        sum("EUR", "23", "no_rule", "1").toString(),
                        sum("USD", "1", "no_unit", "0.333333333334").toString());
        assertThat(result.proofs()).isPositive();
    }

    @Test
    void amountsWhoseMagnitudesPassThirtyEightDigitsAreRefusedBeforeAnythingIsSplit() {
        SmallCompany company = SmallCompany.in(folder);
        String huge = "60000000000000000000";
        company.write("bills/october.csv", SmallCompany.bill(huge), 1_000);
        company.write(
                "bills/second.csv",
                SmallCompany.bill(List.of(SmallCompany.row(
                        "EUR", "2026-10-03T00", "2026-10-03T01", "Usage", "Compute", "vm-9", "-" + huge, ""))),
                1_000);
        try (Workspace workspace = company.open()) {
            SmallCompany.imports(workspace);

            // 6E+19 twice are 1.2E+20; which sums on the way pass 1E+20 would depend on the order.
            assertThatThrownBy(() -> SmallCompany.run(workspace))
                    .hasMessageStartingWith(
                            "RUN_SUM_TOO_LARGE 2026-10: The magnitudes of BilledCost in EUR add up to about"
                                    + " 1.20E+20, but exact sums with 18 decimals end below 1E+20.");
        }
    }

    @Test
    void historyIsChargedToWhoOwnedItThen() {
        SmallCompany company = SmallCompany.in(folder);

        company.importAndRun();

        // Bob's Kafka of the 1st is data's, that of the 16th is shop's.
        assertThat(company.text("out/2026-10/summary.csv").lines())
                .containsExactly(
                        "team,unit,cost_center,unallocated,ServiceProviderName,ServiceName,cost_type,BillingCurrency,amount",
                        "Data,data,200,,,Kafka,usage,EUR,2.5",
                        "Data,data,200,,,Tax,usage,EUR,0.85",
                        "Data,data,200,,,Wiki,usage,USD,0.666666666666",
                        "Shop,shop,100,,,Compute,usage,EUR,4",
                        "Shop,shop,100,,,Kafka,usage,EUR,13.5",
                        "Shop,shop,100,,,Tax,usage,EUR,1.15",
                        ",,,no_rule,,Compute,,EUR,1",
                        ",,,no_unit,,Wiki,usage,USD,0.333333333334");
    }

    @Test
    void anOrganizationalChangeMovesOnlyItsDays() {
        SmallCompany company = SmallCompany.in(folder);
        company.importAndRun();
        company.configure("valid-to: 2026-10-16", "valid-to: 2026-10-17");
        company.configure("valid-from: 2026-10-16", "valid-from: 2026-10-17");

        company.importAndRun();

        assertThat(company.text("out/2026-10/summary.csv"))
                .contains("Data,data,200,,,Kafka,usage,EUR,8.5")
                .contains("Shop,shop,100,,,Kafka,usage,EUR,7.5");
    }

    @Test
    void oneRunChargesOneCostBasis() {
        SmallCompany company = SmallCompany.in(folder);
        company.write(
                "bills/october.csv",
                SmallCompany.bill(SmallCompany.KAFKA_1ST).replace("vm-1,4.00,4.00", "vm-1,4.00,3.25"),
                1_000);
        assertThat(total(company.importAndRun())).isEqualByComparingTo("23");
        company.configure("cost-basis: billed", "cost-basis: effective");

        assertThat(total(company.importAndRun())).isEqualByComparingTo("22.25");

        try (Workspace workspace = company.open()) {
            assertThat(SmallCompany.charges(workspace))
                    .as("the month has the charges of the later run only")
                    .contains("2026-10-01 tag:team=shop 3.25 EUR")
                    .hasSize(11);
        }
    }

    @Test
    void theRunRecordKeepsInputsTotalsAndProofs() {
        SmallCompany company = SmallCompany.in(folder);
        MonthResult result = company.importAndRun();
        try (Workspace workspace = company.open()) {
            Run run = workspace
                    .ledger()
                    .read(tx -> tx.runs().find(result.runId()))
                    .orElseThrow();

            assertThat(run.state()).isEqualTo(RunState.COMMITTED);
            assertThat(run.start().inputs().keySet()).containsExactlyInAnyOrder("cost_record", "usage_sample");
            assertThat(run.start().codeVersion()).isEqualTo("test");
            assertThat(run.start().fingerprints()).containsKeys("rules", "organization", "prices");
            assertThat(run.result().proofs()).hasSize(result.proofs()).allMatch(RunProof::passed);
            assertThat(run.result().facts()).containsEntry("records", "6");
        }
    }

    @Test
    void priceLinesAddUpToTheCharges() {
        SmallCompany company = SmallCompany.in(folder);
        MonthResult result = company.importAndRun();
        try (Workspace workspace = company.open()) {
            String sum = workspace
                    .engine()
                    .query(
                            "SELECT sum(cost) FILTER (cost_currency = 'EUR') || ' ' || sum(cost) FILTER (cost_currency = 'USD')"
                                    + " || ' ' || sum(amount) || ' ' || string_agg(DISTINCT currency, '') FROM "
                                    + workspace.lake().current().relation(Tables.PRICE_LINE),
                            row -> String.valueOf(row.text(0)))
                    .get(0);
            // 23.00 EUR and 1.00 USD at 0.90.
            assertThat(sum.replaceAll("0+(?= |$)", "").replaceAll("\\.(?= |$)", ""))
                    .startsWith("23 1 23.9")
                    .endsWith("EUR");
            assertThat(result.counts().priceLines()).isPositive();
        }
    }

    private static BigDecimal total(MonthResult result) {
        return result.sums().get(0).charged();
    }

    private static MonthResult.Sum sum(String currency, String billed, String reason, String unallocated) {
        return new MonthResult.Sum(
                currency, money(billed), money(billed), new TreeMap<>(Map.of(reason, money(unallocated))));
    }

    private static BigDecimal money(String amount) {
        return new BigDecimal(amount).setScale(18);
    }
}
