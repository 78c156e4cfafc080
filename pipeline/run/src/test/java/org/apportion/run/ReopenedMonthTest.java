package org.apportion.run;

import static org.apportion.run.TwoMonths.NOVEMBER;
import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.PeriodState;
import org.apportion.ledger.period.Periods;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening a closed month again, where nothing was issued. */
class ReopenedMonthTest {
    private static final String EXPORT = """
            outputs:
              - id: booking
                content: cost-centers
                path: out/{month}/booking.csv
                template:
                  group-by: [cost-center, currency]
                  scale: 2
                  columns:
                    - {header: center, value: "{cost-center}"}
                    - {header: amount, value: "{amount}"}
            """;

    @TempDir
    Path folder;

    private TwoMonths months;

    @BeforeEach
    void prepare() {
        months = TwoMonths.in(folder);
    }

    @Test
    void aReopenedMonthIsRunAgainAndTheOpenMonthHoldsItsCorrectionsNoLonger() {
        months.run(OCTOBER);
        months.close(OCTOBER);
        months.october("12.00", 2_000);
        months.run(NOVEMBER);
        assertThat(months.corrections(NOVEMBER)).isNotEmpty();

        ReopeningReport report = reopen();

        assertThat(report.runAgain()).containsExactly(NOVEMBER);
        assertThat(months.corrections(NOVEMBER)).isEmpty();
        assertThat(months.priceLines(NOVEMBER)).noneMatch(line -> line.startsWith("correction"));
        months.run(OCTOBER);
        months.run(NOVEMBER);
        assertThat(months.corrections(NOVEMBER)).isEmpty();
        assertThat(months.close(OCTOBER).totals().get("EUR")).isEqualByComparingTo("25.00");
        try (Workspace workspace = months.company.open()) {
            List<Period> history = workspace.ledger().read(tx -> new Periods(tx).history(OCTOBER));
            assertThat(history)
                    .extracting(Period::state)
                    .containsExactly(PeriodState.CLOSED, PeriodState.REOPENED, PeriodState.CLOSED);
        }
    }

    @Test
    void aMonthWhoseCorrectionsWereTakenOutIsRunAgainBeforeItIsClosed() {
        months.run(OCTOBER);
        months.close(OCTOBER);
        months.october("12.00", 2_000);
        months.run(NOVEMBER);
        reopen();
        months.run(OCTOBER);

        assertThat(months.check(NOVEMBER).obstacles())
                .containsExactly(
                        "corrections that run 2026-11-1 booked were taken out of it when the month they are of was"
                                + " reopened. Run 'apportion run --month 2026-11'.");
        months.close(OCTOBER);
        months.run(NOVEMBER);
        // October 25.00 and November 8.00: what October lacked is in October now, and nowhere else.
        assertThat(months.close(NOVEMBER).totals().get("EUR")).isEqualByComparingTo("8.00");
    }

    @Test
    void aMonthWhoseCorrectionsAreClosedStaysClosed() {
        months.run(OCTOBER);
        months.close(OCTOBER);
        months.october("12.00", 2_000);
        months.run(NOVEMBER);
        months.close(NOVEMBER);

        assertThatThrownBy(this::reopen)
                .hasMessageStartingWith("PERIOD_ISSUED 2026-10: Closed months hold corrections of it: [2026-11].");
    }

    @Test
    void aMonthWhoseCostCenterFileWentOutStaysClosedUntilItIsWithdrawn() {
        months.company.configure("outputs:\n", EXPORT);
        months.run(OCTOBER);
        months.close(OCTOBER);

        assertThatThrownBy(this::reopen).hasMessageContaining("booking").hasMessageContaining("--withdrawn");
        try (Workspace workspace = months.company.open()) {
            TwoMonths.books(workspace).reopen(OCTOBER, "wrong rate", Set.of("booking"));
            assertThat(workspace
                            .ledger()
                            .read(tx -> new Periods(tx).find(OCTOBER))
                            .orElseThrow()
                            .reason())
                    .isEqualTo("wrong rate (withdrawn: booking)");
        }
    }

    @Test
    void aFileThatWasMovedAwayBeforeTheClosingWentOutToo() throws IOException {
        months.company.configure("outputs:\n", EXPORT);
        months.run(OCTOBER);
        Files.delete(months.company.file("out/2026-10/booking.csv"));
        Files.delete(months.company.file("out/2026-10/booking.csv.manifest.json"));
        months.close(OCTOBER);

        assertThatThrownBy(this::reopen).hasMessageStartingWith("PERIOD_ISSUED 2026-10: Files of it went out");
    }

    @Test
    void whatARunDidNotComeToWriteIsWrittenBeforeItsMonthIsClosed() {
        months.company.configure("outputs:\n", EXPORT);
        try (Workspace workspace = months.company.open()) {
            SmallCompany.imports(workspace);
            MonthRun cut = new MonthRun(workspace, SmallCompany.settings(false), Progress.NONE, step -> {
                if (step == RunStep.COMMITTED) {
                    throw new PowerCut();
                }
            });
            assertThatThrownBy(() -> cut.run(OCTOBER)).isInstanceOf(PowerCut.class);
        }

        assertThat(months.check(OCTOBER).obstacles())
                .contains("run 2026-10-1 ended before it had written the file of booking."
                        + " Run 'apportion run --month 2026-10'.")
                .hasSize(5)
                .allMatch(obstacle -> obstacle.contains(" ended before it had written the file of "));
    }

    @Test
    void anOpenMonthCannotBeReopened() {
        months.run(OCTOBER);

        assertThatThrownBy(this::reopen).hasMessageStartingWith("PERIOD_NOT_CLOSED 2026-10:");
    }

    private ReopeningReport reopen() {
        try (Workspace workspace = months.company.open()) {
            return TwoMonths.books(workspace).reopen(OCTOBER, "mistake", Set.of());
        }
    }
}
