package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apportion.model.table.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that also store what each hour of a charge owes. */
class StoredHoursTest {
    @TempDir
    Path folder;

    @AfterEach
    void heal() {
        FaultyEngine.heal();
    }

    @Test
    void storedHoursAddUpToTheirChargesAndGoWhenTheyAreNoLongerWanted() {
        SmallCompany company = SmallCompany.in(folder);
        company.importAndRun();
        Map<String, List<String>> lake = RepeatedMonthTest.lake(company);
        company.configure("cost-basis: billed", "cost-basis: billed\ncharge-hours: true");
        try (Workspace workspace = company.open()) {
            SmallCompany.run(workspace);
            assertThat(String.join("\n", SmallCompany.rows(workspace, Tables.CHARGE_HOUR)))
                    .contains(
                            "2026-10-01, 0, 0, 0, principal, alice, 7.500000000000000000",
                            "2026-10-01, 0, 0, 0, principal, bob, 2.500000000000000000",
                            "2026-10-16, 0, 0, 0, principal, bob, 6.000000000000000000");
        }
        Map<String, List<String>> withHours = RepeatedMonthTest.lake(company);
        assertThat(withHours.remove("charge_hour")).isNotEmpty();
        assertThat(lake.remove("charge_hour")).isEmpty();
        assertThat(withHours).as("every other table is as it was").isEqualTo(lake);

        company.configure("charge-hours: true", "charge-hours: false");
        try (Workspace workspace = company.open()) {
            SmallCompany.run(workspace);
        }
        assertThat(RepeatedMonthTest.lake(company).get("charge_hour")).isEmpty();
    }

    @Test
    void storedHoursThatAreNotTheirChargesFailTheRun() {
        SmallCompany company = SmallCompany.in(folder);
        company.configure("cost-basis: billed", "cost-basis: billed\ncharge-hours: true");
        FaultyEngine.written = (file, select) -> file.contains("/lake/charge_hour/")
                ? "SELECT * FROM (" + select + ") UNION ALL SELECT * FROM (" + select
                        + ") WHERE consumer = 'bob' ORDER BY ALL"
                : select;
        try (Workspace workspace = company.open()) {
            SmallCompany.imports(workspace);

            // Bob's hours of both days stand twice: 2.50 on the 1st, 6.00 on the 16th.
            assertThatThrownBy(() -> SmallCompany.run(workspace))
                    .hasMessageStartingWith("RUN_PROOF_FAILED 2026-10: ")
                    .hasMessageContaining("stored hours and what has none")
                    .hasMessageContaining("on 2026-10-01: 2.5 charged, 5 in hours, 0 without")
                    .hasMessageContaining("on 2026-10-16: 6 charged, 12 in hours, 0 without");
        }
    }
}
