package org.apportion.run;

import static org.apportion.run.TwoMonths.DECEMBER;
import static org.apportion.run.TwoMonths.NOVEMBER;
import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.apportion.ledger.Run;
import org.apportion.model.BillingMonth;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a closed month when its bill, its usage, its rules, prices or owners change. */
class CorrectionTest {
    @TempDir
    Path folder;

    private TwoMonths months;

    @BeforeEach
    void prepare() {
        months = TwoMonths.in(folder);
        months.run(OCTOBER);
        months.close(OCTOBER);
    }

    @Test
    void nothingChangedBooksNothing() {
        MonthResult november = months.run(NOVEMBER);

        assertThat(months.corrections(NOVEMBER)).isEmpty();
        assertThat(november.sums())
                .singleElement()
                .satisfies(sum -> assertThat(sum.charged()).isEqualByComparingTo("8.00"));
    }

    /** Kafka on the 1st is 12.00 instead of 10.00; alice has 3 of 4, bob 1; tax of 2.00 follows the charges. */
    @Test
    void aRestatedBillBecomesCorrectionsOfTheNextOpenMonth() {
        months.october("12.00", 2_000);

        months.run(NOVEMBER);

        List<String> corrections = months.corrections(NOVEMBER);
        assertThat(corrections)
                .contains(
                        "2026-10 shop principal:alice 7.5 -> 9 delivery",
                        "2026-10 data principal:bob 2.5 -> 3 delivery");
        assertThat(corrections.stream().filter(row -> row.endsWith("delivery"))).hasSize(2);
        assertThat(corrections.stream().filter(row -> !row.endsWith("delivery")))
                .isNotEmpty()
                .allMatch(row -> row.endsWith("other corrections"));
        assertThat(fact("2026-11-1", "corrections 2026-10 EUR")).isEqualTo("2");
        assertThat(months.run(NOVEMBER).runId()).isEqualTo("2026-11-2");
        assertThat(months.corrections(NOVEMBER)).isEqualTo(corrections);
        assertThat(fact("2026-11-2", "corrections 2026-10 EUR")).isEqualTo("2");
    }

    @Test
    void theRunProvesItsCorrectionsAndThePriceLinesFollow() {
        months.october("12.00", 2_000);

        months.run(NOVEMBER);

        assertThat(proofs("2026-11-1"))
                .anyMatch(name -> name.startsWith("2026-10: closed and corrections = calculated again, each of"))
                .contains(
                        "2026-10: records = charges, EUR",
                        "2026-10: corrections = cost of price lines that correct, EUR",
                        "records and corrections = charges and corrections, EUR");
        assertThat(months.priceLines(NOVEMBER))
                .contains("correction shop Kafka 1.5 1.5 EUR", "correction data Kafka 0.5 0.5 EUR");
    }

    @Test
    void theClosedMonthKeepsItsRowsAndTheOpenOneTakesAFurtherRestatement() {
        List<String> closed = months.priceLines(OCTOBER);
        months.october("12.00", 2_000);
        months.run(NOVEMBER);
        months.close(NOVEMBER);
        months.october("13.00", 3_000);
        months.company.write("bills/december.csv", TwoMonths.bill("2026-12", "1.00"), 1_000);

        months.run(DECEMBER);

        assertThat(months.priceLines(OCTOBER)).isEqualTo(closed);
        assertThat(months.corrections(NOVEMBER)).contains("2026-10 shop principal:alice 7.5 -> 9 delivery");
        assertThat(months.corrections(DECEMBER))
                .contains(
                        "2026-10 shop principal:alice 9 -> 9.75 delivery",
                        "2026-10 data principal:bob 3 -> 3.25 delivery");
        assertThat(total(OCTOBER)).isEqualByComparingTo("3.00");
    }

    @Test
    void aRestatementTakenBackLeavesNoCorrection() {
        months.october("12.00", 2_000);
        months.run(NOVEMBER);
        months.october("10.00", 3_000);

        months.run(NOVEMBER);

        assertThat(months.corrections(NOVEMBER)).isEmpty();
        assertThat(months.priceLines(NOVEMBER)).noneMatch(line -> line.startsWith("correction"));
    }

    /** Alice turns out to have used 9 of 10 instead of 3 of 4: 10.00 is split 9.00 to 1.00. */
    @Test
    void lateUsageMovesWhatWasSplitByIt() {
        months.company.write(
                "usage/october.csv",
                months.company.text("usage/october.csv").replace("events,alice,bytes,3", "events,alice,bytes,9"),
                2_000);

        months.run(NOVEMBER);

        assertThat(months.corrections(NOVEMBER))
                .contains("2026-10 shop principal:alice 7.5 -> 9 usage", "2026-10 data principal:bob 2.5 -> 1 usage");
        assertThat(total(OCTOBER)).isEqualByComparingTo("0");
    }

    @Test
    void aRuleChangedForThePastMovesCost() {
        months.company.configure("- metric: bytes", "- even: hour");

        months.run(NOVEMBER);

        assertThat(months.corrections(NOVEMBER))
                .contains("2026-10 shop principal:alice 7.5 -> 0 rules", "2026-10 shop principal:alice 0 -> 5 rules")
                .allMatch(row -> row.endsWith("rules") || row.endsWith("other corrections"));
        assertThat(total(OCTOBER)).isEqualByComparingTo("0");
    }

    @Test
    void aRenamedRuleBooksNothing() {
        months.company.configure("- id: kafka", "- id: kafka-events");

        months.run(NOVEMBER);

        assertThat(months.corrections(NOVEMBER)).isEmpty();
        assertThat(months.priceLines(NOVEMBER)).noneMatch(line -> line.startsWith("correction"));
    }

    /** Kafka on the 1st, of another name now, is 12.00 instead of 10.00; what it is on the 16th stays as it is. */
    @Test
    void aRenamedRuleIsBookedOnlyWhereAnotherAmountIsPaid() {
        months.company.configure("- id: kafka", "- id: kafka-events");
        months.october("12.00", 2_000);

        months.run(NOVEMBER);

        assertThat(months.corrections(NOVEMBER))
                .noneMatch(row -> row.contains("principal:bob 6 "))
                .contains(
                        "2026-10 shop principal:alice 0 -> 9 delivery+rules",
                        "2026-10 shop principal:alice 7.5 -> 0 delivery+rules",
                        "2026-10 data principal:bob 0 -> 3 delivery+rules",
                        "2026-10 data principal:bob 2.5 -> 0 delivery+rules");
        assertThat(total(OCTOBER)).isEqualByComparingTo("2.00");
    }

    /** Bob is found to have worked for shop all the time: his 2.50 of the 1st move. His tax share moves with him. */
    @Test
    void aCorrectedOwnerMovesMoneyBetweenUnitsAndNetsToZero() {
        months.company.configure(
                "- {principal: bob, unit: data, valid-to: 2026-10-16}\n    - {principal: bob, unit: shop, valid-from: 2026-10-16}",
                "- {principal: bob, unit: shop}");

        months.run(NOVEMBER);

        assertThat(months.corrections(NOVEMBER))
                .contains("2026-10 data principal:bob 2.5 -> 0 owner", "2026-10 shop principal:bob 0 -> 2.5 owner")
                .allMatch(row -> row.endsWith("owner"));
        assertThat(total(OCTOBER)).isEqualByComparingTo("0");
        assertThat(months.priceLines(NOVEMBER))
                .contains("correction data Kafka -2.5 -2.5 EUR", "correction shop Kafka 2.5 2.5 EUR");
    }

    @Test
    void aUnitThatIsNoMoreKeepsItsNameInTheCorrection() {
        months.company.configure(
                "- {id: data, name: Data, kind: team, cost-center: \"200\"}",
                "- {id: lab, name: Lab, kind: team, cost-center: \"300\"}");
        months.company.configure("{principal: bob, unit: data,", "{principal: bob, unit: lab,");
        months.company.configure("{principal: [carol, dave], unit: data}", "{principal: [carol, dave], unit: lab}");

        months.run(NOVEMBER);

        assertThat(months.corrections(NOVEMBER))
                .contains("2026-10 data principal:bob 2.5 -> 0 owner", "2026-10 lab principal:bob 0 -> 2.5 owner");
        assertThat(months.company.text("out/2026-11/summary.csv")).contains("Data,data,200", "Lab,lab,300");
    }

    /** The price of October becomes 10 % more: 2.30 EUR on 23.00, and on the wiki's 1.00 USD = 0.90 EUR. */
    @Test
    void aPriceChangedForThePastIsBookedWithoutAChargeCorrection() {
        months.company.configure(
                "currencies:",
                "prices:\n  multipliers:\n    - {id: markup, factor: 1.1, valid-to: 2026-11-01}\n\ncurrencies:");

        List<String> told = months.run(NOVEMBER).warnings();

        assertThat(told)
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("without a change of their cost (+2.39 EUR in all)", "--month 2026-11 --priced");
        assertThat(months.corrections(NOVEMBER)).isEmpty();
        assertThat(months.priceLines(NOVEMBER)).anyMatch(line -> line.equals("correction shop Kafka 0 1.35 EUR"));
    }

    @Test
    void theOldestOpenMonthBooksAndLaterOpenMonthsDoNot() {
        months.company.write("bills/december.csv", TwoMonths.bill("2026-12", "1.00"), 1_000);
        months.october("12.00", 2_000);

        months.run(DECEMBER);
        assertThat(months.corrections(DECEMBER)).isEmpty();

        months.run(NOVEMBER);
        assertThat(months.corrections(NOVEMBER)).isNotEmpty();
    }

    @Test
    void aClosedMonthWhoseWholeBillIsWithdrawnIsReversed() {
        months.company.write(
                "bills/october.csv",
                SmallCompany.bill(List.of(SmallCompany.row(
                        "EUR", "2026-10-01T00", "2026-10-01T01", "Usage", "Kafka", "events", "0.00", ""))),
                2_000);

        months.run(NOVEMBER);

        assertThat(total(OCTOBER)).isEqualByComparingTo("-24.00");
    }

    /** Of both currencies: the company's numbers are small. */
    private BigDecimal total(BillingMonth month) {
        return months.booked(month).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private String fact(String run, String name) {
        return run(run).result().facts().getOrDefault(name, "none");
    }

    private List<String> proofs(String run) {
        return run(run).result().proofs().stream().map(proof -> proof.name()).toList();
    }

    private Run run(String id) {
        try (Workspace workspace = months.company.open()) {
            return workspace.ledger().read(tx -> tx.runs().find(id)).orElseThrow();
        }
    }
}
