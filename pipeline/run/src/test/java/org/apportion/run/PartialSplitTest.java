package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a second run of the small company's month splits again, and what it says about it. */
class PartialSplitTest {
    @TempDir
    Path folder;

    private SmallCompany company;

    @BeforeEach
    void runOnce() {
        company = SmallCompany.in(folder);
        assertThat(company.importAndRun().split()).isEmpty();
    }

    @Test
    void nothingChangedKeepsAll() {
        assertThat(company.importAndRun().split())
                .isEqualTo("Nothing that splits costs has changed: all charges are kept from run 2026-10-1.");
    }

    @Test
    void anotherOwnerOrPriceTouchesNoCharge() {
        company.configure("{principal: alice, unit: shop}", "{principal: alice, unit: data}");
        company.configure("currencies:\n", "prices:\n  multipliers:\n    - {id: markup, factor: 1.1}\n\ncurrencies:\n");

        assertThat(company.importAndRun().split()).startsWith("Nothing that splits costs has changed");
    }

    @Test
    void aChangedSampleTouchesItsGroupOnItsDayAndWhatFollows() {
        company.write(
                "usage/october.csv",
                company.text("usage/october.csv")
                        .replace(
                                "2026-10-16T00:00:00Z,events,bob,bytes,5", "2026-10-16T00:00:00Z,events,alice,bytes,5"),
                2_000);

        MonthResult result = company.importAndRun();

        // The tax follows what others were charged.
        assertThat(result.split())
                .contains("usage of 1 group on 2026-10-16", "other charges of 1 group", "run 2026-10-1");
        try (Workspace workspace = company.open()) {
            assertThat(SmallCompany.charges(workspace))
                    .contains("2026-10-16 principal:alice 6 EUR", "2026-10-01 principal:alice 7.5 EUR");
        }
    }

    @Test
    void aRestatedBillTouchesItsGroupOnItsDays() {
        company.write("bills/october.csv", SmallCompany.bill("12.00"), 2_000);

        assertThat(company.importAndRun().split())
                .contains("records of 1 group on 2026-10-01", "other charges of 1 group");
    }

    @Test
    void anotherRuleAndANewSubjectAreTold() {
        company.configure("- metric: bytes", "- even: hour");

        assertThat(company.importAndRun().split()).contains("rules of 1 group");
    }

    @Test
    void aSplitOfEverythingSaysWhy() {
        try (Workspace workspace = company.open()) {
            MonthRun.RunSettings full = new MonthRun.RunSettings("test", Duration.ofSeconds(30), true, true);
            MonthRun.RunSettings newer = new MonthRun.RunSettings("test 2", Duration.ofSeconds(30), true);
            for (String said : List.of(
                    new MonthRun(workspace, full, Progress.NONE)
                            .run(SmallCompany.OCTOBER)
                            .split(),
                    new MonthRun(workspace, newer, Progress.NONE)
                            .run(SmallCompany.OCTOBER)
                            .split())) {
                assertThat(said).startsWith("Split as a whole: ");
            }
        }
        company.configure("rules:\n", "tags:\n  shares: {team: {}}\n\nrules:\n");
        assertThat(company.importAndRun().split()).contains("how tags name several owners");
        assertThat(company.importAndRun().split()).startsWith("Nothing that splits costs has changed");
        company.configure("cost-basis: billed", "cost-basis: effective");
        assertThat(company.importAndRun().split()).contains("the cost basis has changed");
    }
}
