package org.apportion.run;

import static org.apportion.run.TwoMonths.DECEMBER;
import static org.apportion.run.TwoMonths.NOVEMBER;
import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.Periods;
import org.apportion.model.BillingMonth;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closing a month: what is frozen, what stands in the way, and what a later run may still do. */
class ClosedMonthTest {
    @TempDir
    Path folder;

    private TwoMonths months;

    @BeforeEach
    void prepare() {
        months = TwoMonths.in(folder);
    }

    @Test
    void closingFreezesTheStatementTheSnapshotsAndTheConfiguration() {
        months.run(OCTOBER);

        ClosingReport report = months.close(OCTOBER);

        assertThat(report.changed()).isTrue();
        assertThat(report.run()).isEqualTo("2026-10-1");
        assertThat(report.totals().get("EUR")).isEqualByComparingTo("23.00");
        assertThat(report.totals().get("USD")).isEqualByComparingTo("1.00");
        try (Workspace workspace = months.company.open()) {
            workspace.ledger().useTransaction(transaction -> {
                Periods periods = new Periods(transaction);
                Period period = periods.find(OCTOBER).orElseThrow();
                assertThat(period.changedBy()).isEqualTo("tester");
                assertThat(periods.document(OCTOBER, PeriodBooks.CONFIGURATION)).contains("currency = EUR");
                assertThat(periods.document(OCTOBER, PeriodBooks.MANIFEST + "charges"))
                        .hasValueSatisfying(text -> assertThat(text).contains("2026-10-1"));
                assertThat(periods.statement(OCTOBER)).isEqualTo(report.statement());
                assertThat(periods.snapshots(OCTOBER)).containsKeys("cost_record", "charge", "price_line");
                assertThat(periods.directory(OCTOBER).entries()).hasSize(6);
                assertThat(periods.organization(OCTOBER).units()).hasSize(2);
            });
        }
    }

    @Test
    void aDryRunTellsTheSameAndClosesNothing() {
        months.run(OCTOBER);

        ClosingReport report = months.check(OCTOBER);

        assertThat(report.obstacles()).isEmpty();
        assertThat(report.changed()).isFalse();
        assertThat(report.statement()).isNotEmpty();
        assertThat(months.run(OCTOBER).committed()).isTrue();
    }

    @Test
    void closingTwiceChangesNothing() {
        months.run(OCTOBER);
        ClosingReport first = months.close(OCTOBER);

        ClosingReport second = months.close(OCTOBER);

        assertThat(second.changed()).isFalse();
        assertThat(second.statement()).isEqualTo(first.statement());
        assertThat(second.warnings()).singleElement().asString().contains("closed since", "tester");
    }

    @Test
    void aClosedMonthRefusesToBeRunAndNamesTheMonthThatBooksChanges() {
        months.run(OCTOBER);
        months.close(OCTOBER);

        assertThatThrownBy(() -> months.run(OCTOBER))
                .hasMessageStartingWith("RUN_MONTH_CLOSED 2026-10:")
                .hasMessageContaining("--month 2026-11");
    }

    @Test
    void aMonthWithoutRunCannotBeClosed() {
        months.imports();

        assertThat(months.check(OCTOBER).obstacles()).singleElement().asString().contains("no committed run");
        assertThatThrownBy(() -> months.close(OCTOBER)).hasMessageStartingWith("PERIOD_NOT_READY 2026-10:");
    }

    @Test
    void deliveriesUsageAndConfigurationThatTheRunDidNotReadStandInTheWay() {
        months.run(OCTOBER);
        months.october("12.00", 2_000);
        months.company.write(
                "usage/october.csv",
                "hour,resource,consumer,metric,value,unit\n2026-10-01T00:00:00Z,events,alice,bytes,9,GB\n",
                2_000);
        months.company.configure("{principal: alice, unit: shop}", "{principal: alice, unit: data}");
        months.imports();

        List<String> obstacles = months.check(OCTOBER).obstacles();

        assertThat(obstacles).hasSize(3);
        assertThat(obstacles.get(0)).contains("deliveries came after run 2026-10-1");
        assertThat(obstacles.get(1)).contains("usage came after run 2026-10-1");
        assertThat(obstacles.get(2)).contains("directory");
    }

    @Test
    void anEarlierMonthThatIsStillOpenIsToldAsAWarning() {
        months.run(OCTOBER);
        months.run(NOVEMBER);

        ClosingReport report = months.close(NOVEMBER);

        assertThat(report.changed()).isTrue();
        assertThat(report.warnings()).contains("Earlier months are still open: 2026-10.");
    }

    @Test
    void aMonthThatIsNotOverIsToldAsAWarning() {
        months.company.write("bills/next.csv", TwoMonths.bill("2027-03", "1.00"), 1_000);
        BillingMonth next = BillingMonth.of(2027, 3);
        months.run(next);

        assertThat(months.check(next).warnings()).contains("2027-03 is not over yet (UTC).");
    }

    @Test
    void differencesThatAreNotYetBookedStandInTheWayOfTheNextMonth() {
        months.run(OCTOBER);
        months.close(OCTOBER);
        months.run(NOVEMBER);
        months.october("12.00", 2_000);
        months.imports();

        assertThat(months.check(NOVEMBER).obstacles())
                .singleElement()
                .asString()
                .contains("2026-10 is not yet booked");

        months.run(NOVEMBER);
        assertThat(months.close(NOVEMBER).changed()).isTrue();
        assertThat(months.check(DECEMBER).obstacles())
                .singleElement()
                .asString()
                .contains("no committed run");
    }
}
