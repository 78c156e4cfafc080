package org.apportion.run;

import static org.apportion.run.TwoMonths.NOVEMBER;
import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of a closed month is split again by the run that books its differences. */
class ClosedMonthSplitTest {
    private static final String KEPT =
            "Nothing that splits costs has changed: all charges are kept from run 2026-10-1.";

    @TempDir
    Path folder;

    private TwoMonths months;

    @BeforeEach
    void closeOctober() {
        months = TwoMonths.in(folder);
        months.run(OCTOBER);
        months.close(OCTOBER);
    }

    @Test
    void anotherPriceOrOwnerSplitsNothing() {
        months.company.configure("{principal: alice, unit: shop}", "{principal: alice, unit: data}");
        months.company.configure(
                "currencies:\n", "prices:\n  multipliers:\n    - {id: markup, factor: 1.1}\n\ncurrencies:\n");

        months.run(NOVEMBER);

        assertThat(split("2026-11-1")).isEqualTo(KEPT);
        assertThat(months.corrections(NOVEMBER))
                .contains("2026-10 data principal:alice 0 -> 7.5 owner", "2026-10 shop principal:alice 7.5 -> 0 owner");
    }

    /** A price, a rate, an owner and a rule that begin in November, and one that ends then. */
    @Test
    void whatHoldsOnlyLaterDoesNotTouchTheMonth() {
        months.company.configure(
                "currencies:\n  rates:\n",
                "prices:\n  multipliers:\n    - {id: markup, factor: 1.1, valid-from: 2026-11-01}\n\ncurrencies:\n  rates:\n"
                        + "    - {date: 2026-11-01, from: USD, to: EUR, rate: 0.80, source: ECB}\n");
        months.company.configure(
                "- {principal: alice, unit: shop}",
                "- {principal: alice, unit: shop, valid-to: 2026-11-01}\n"
                        + "    - {principal: alice, unit: data, valid-from: 2026-11-01}");
        months.company.configure("- id: wiki\n", "- id: wiki\n    valid-to: 2026-12-01\n");

        months.run(NOVEMBER);

        assertThat(split("2026-11-1")).isEqualTo("none");
        assertThat(months.priceLines(NOVEMBER)).contains("cost data Kafka 8 8.8 EUR");
    }

    @Test
    void whatHeldInTheMonthTouchesItThoughItEndedSince() {
        months.company.configure(
                "currencies:\n",
                "prices:\n  multipliers:\n    - {id: markup, factor: 1.1, valid-to: 2026-10-02}\n\ncurrencies:\n");

        months.run(NOVEMBER);

        assertThat(split("2026-11-1")).isEqualTo(KEPT);
        assertThat(months.priceLines(NOVEMBER)).contains("correction shop Kafka 0 0.75 EUR");
    }

    @Test
    void aRestatedBillSplitsItsGroupsAndWhatFollowsThem() {
        months.october("12.00", 2_000);

        months.run(NOVEMBER);

        assertThat(split("2026-11-1"))
                .startsWith("Split again: ")
                .contains("records of 1 group on 2026-10-01", "other charges of 1 group", "kept from run 2026-10-1.");
    }

    @Test
    void anotherShareOfATagSplitsItsGroupAlone() {
        months.company.configure("rules:\n", "tags:\n  shares: {team: {}}\n\nrules:\n");
        months.company.configure("- {tag: {team: shop}, unit: shop}", "- {tag: {team: [shop, data]}, unit: shop}");
        october("shop:60;data:40", 2_000);
        months.run(NOVEMBER);
        assertThat(split("2026-11-1"))
                .isEqualTo("Split as a whole: the cost basis has changed, or how tags name several" + " owners.");

        reopenAndClose();
        october("shop:75;data:25", 3_000);
        months.run(NOVEMBER);

        assertThat(split("2026-11-2"))
                .startsWith("Split again: ")
                .contains("records of 2 groups on 2026-10-01", "kept from run 2026-10-2.");
        // Of 4.00: 60 and 40 percent are 2.40 and 1.60, 75 and 25 percent are 3.00 and 1.00.
        assertThat(months.corrections(NOVEMBER))
                .contains("2026-10 shop tag:team=data 1.6 -> 0 delivery", "2026-10 shop tag:team=data 0 -> 1 delivery");
    }

    private void october(String team, long modified) {
        months.company.write(
                "bills/october.csv",
                SmallCompany.bill("10.00").replace("\"\"shop\"\"", "\"\"" + team + "\"\""),
                modified);
    }

    private void reopenAndClose() {
        try (Workspace workspace = months.company.open()) {
            TwoMonths.books(workspace).reopen(OCTOBER, "test", Set.of());
        }
        months.run(OCTOBER);
        months.close(OCTOBER);
    }

    /**
     * 300.00 for 30 days from 15 October, closed as one cell of October's usage; then hour by hour, so that 5/12 are of an hour in which
     * November's usage decides.
     */
    @Test
    void usageOfMonthsThatARuleLooksAtOnlySinceTheClosingIsBookedToo() {
        months.company.write(
                "bills/october.csv",
                SmallCompany.bill("10.00")
                        + SmallCompany.row(
                                "EUR", "2026-10-15T00", "2026-11-14T00", "Purchase", "Kafka", "events", "300.00", ""),
                2_000);
        reopenAndClose();
        months.company.configure("- id: kafka\n", "- id: kafka\n    spread: hours\n");
        months.run(NOVEMBER);
        assertThat(months.corrections(NOVEMBER)).contains("2026-10 shop principal:alice 0 -> 0.416666666666 rules");

        months.company.write(
                "usage/late.csv",
                "hour,resource,consumer,metric,value,unit\n2026-11-03T00:00:00Z,events,bob,bytes,1,GB\n",
                3_000);
        months.imports();

        assertThat(months.check(NOVEMBER).obstacles())
                .anyMatch(obstacle -> obstacle.startsWith("what has changed for the closed month 2026-10"));
        months.run(NOVEMBER);
        assertThat(months.corrections(NOVEMBER)).contains("2026-10 shop principal:bob 0 -> 0.416666666666 rules+usage");
    }

    /** A FOCUS bundle and stored hours are of the month that is run; of a closed one only its charges are asked for. */
    @Test
    void aFocusOutputSplitsNoClosedMonthAsAWhole() {
        months.company.configure(
                "outputs:\n",
                "outputs:\n  - {id: focus, content: focus, path: \"out/{month}/focus\", focus: {accept: [bills]}}\n");
        months.october("12.00", 2_000);

        months.run(NOVEMBER);

        assertThat(split("2026-11-1")).startsWith("Split again: ");
    }

    @Test
    void aFullRunSplitsClosedMonthsAsAWholeAndBooksTheSame() {
        months.october("12.00", 2_000);
        months.run(NOVEMBER);
        List<String> corrections = months.corrections(NOVEMBER);
        months.october("12.0", 3_000);
        try (Workspace workspace = months.company.open()) {
            SmallCompany.imports(workspace);
            MonthRun.RunSettings full = new MonthRun.RunSettings("test", Duration.ofSeconds(30), false, true);
            new MonthRun(workspace, full, Progress.NONE).run(NOVEMBER);
        }

        assertThat(split("2026-11-2")).isEqualTo("Split as a whole: --full asks for it.");
        assertThat(months.corrections(NOVEMBER)).isEqualTo(corrections);
    }

    /** What the run's record says of October; "none" if it was not calculated again. */
    private String split(String run) {
        try (Workspace workspace = months.company.open()) {
            return workspace
                    .ledger()
                    .read(transaction -> transaction.runs().find(run))
                    .orElseThrow()
                    .result()
                    .facts()
                    .getOrDefault("split again 2026-10", "none");
        }
    }
}
