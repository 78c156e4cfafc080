package org.apportion.run;

import static org.apportion.run.TwoMonths.NOVEMBER;
import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ledger.Leases;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source delivered that is not in the configuration any more goes out as a whole, and closed months stay true. */
class ForgettingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private TwoMonths months;

    @BeforeEach
    void prepare() {
        months = TwoMonths.in(folder);
        months.run(OCTOBER);
    }

    @Test
    void aClosedMonthNetsToZeroWhenItsBillComesAgainUnderAnotherId() {
        months.close(OCTOBER);
        months.run(NOVEMBER);
        Map<String, BigDecimal> october = months.owned(OCTOBER);
        Map<String, BigDecimal> november = months.asked(NOVEMBER);
        rename();
        assertThatThrownBy(() -> months.run(NOVEMBER)).hasMessageStartingWith("IMPORT_SOURCE_RENAMED cloud ");

        forget("bills");
        months.run(NOVEMBER);

        assertThat(months.owned(OCTOBER)).isEqualTo(october);
        assertThat(months.booked(OCTOBER).values())
                .allSatisfy(amount -> assertThat(amount).isZero());
        assertThat(months.asked(NOVEMBER)).isEqualTo(november);
    }

    @Test
    void aClosedMonthWhoseBillIsGoneIsTakenBackByCorrections() {
        months.close(OCTOBER);
        months.run(NOVEMBER);
        rename();
        months.company.configure("path: bills", "path: bills/november.csv");

        forget("bills");
        months.run(NOVEMBER);

        assertThat(months.owned(OCTOBER)).isEmpty();
        assertThat(months.booked(OCTOBER).values()).isNotEmpty();
    }

    @Test
    void anOpenMonthThatLosesItsOnlyBillEndsWithoutChargesAndCanBeClosed() {
        months.company.configure("outputs:\n", """
                outputs:
                  - {id: focus, content: focus, path: "out/{month}/focus", focus: {accept: [bills]}}
                  - {id: internal, content: focus-internal, path: "out/{month}/internal"}
                """);
        rename();
        months.company.configure("path: bills", "path: bills/november.csv");
        forget("bills");
        assertThat(months.owned(OCTOBER)).isNotEmpty();
        assertThat(months.check(OCTOBER).obstacles()).first().asString().contains("deliveries came after run");

        MonthResult result = months.run(OCTOBER);

        assertThat(result.counts().charges()).isZero();
        assertThat(months.owned(OCTOBER)).isEmpty();
        assertThat(months.priceLines(OCTOBER)).isEmpty();
        assertThat(months.company.text("out/2026-10/charges.csv").lines()).hasSize(1);
        assertThat(months.check(OCTOBER).obstacles()).isEmpty();
        months.close(OCTOBER);
        months.run(NOVEMBER);
        assertThat(months.booked(OCTOBER)).isEmpty();
    }

    @Test
    void aMonthThatLostItsBillKeepsAndBooksTheCorrectionsItHolds() {
        months.close(OCTOBER);
        months.october("13.00", 2_000);
        months.run(NOVEMBER);
        Map<String, BigDecimal> october = months.owned(OCTOBER);
        List<String> booked = months.corrections(NOVEMBER);
        months.company.write("more/december.csv", TwoMonths.bill("2026-12", "9.00"), 1_000);
        months.company.configure("path: bills", "path: more");
        rename();
        forget("bills", Optional.of(NOVEMBER));
        months.run(NOVEMBER);

        assertThat(months.owned(NOVEMBER)).isEmpty();
        assertThat(months.owned(OCTOBER)).isEqualTo(october);
        assertThat(months.corrections(NOVEMBER)).isEqualTo(booked).isNotEmpty();

        forget("bills", Optional.of(OCTOBER));
        assertThat(months.check(NOVEMBER).obstacles())
                .first()
                .asString()
                .contains("what has changed for the closed month 2026-10 is not yet booked");
        months.run(NOVEMBER);
        assertThat(months.owned(OCTOBER)).isEmpty();
        assertThat(months.check(NOVEMBER).obstacles()).isEmpty();
    }

    @Test
    void oneMonthAloneAndUsageGoOutAndAreTold() {
        months.run(NOVEMBER);
        months.company.configure("id: usage", "id: metrics");
        rename();
        try (Workspace workspace = months.company.open()) {
            Forgetting forgetting = new Forgetting(workspace, PATIENCE, Progress.NONE);
            Forgetting.Report seen = forgetting.look("usage", Optional.of(OCTOBER));
            assertThat(seen.done()).isFalse();
            assertThat(seen.others()).containsExactly("bills");
            assertThat(seen.held().stream().map(held -> held.rows() + " " + held.total() + " " + held.measure()))
                    .containsExactly("3 9 bytes", "3 91.5 visits");

            assertThat(forgetting.forget("usage", Optional.of(OCTOBER)).held()).isEqualTo(seen.held());

            assertThat(forgetting.look("usage", Optional.empty()).held().stream()
                            .map(held -> held.month() + " " + held.total()))
                    .containsExactly("2026-11 1");
            assertThat(forgetting.look("bills", Optional.empty()).held()).hasSize(3);
        }
    }

    @Test
    void whatIsConfiguredIsNotForgotten() {
        assertThatThrownBy(() -> forget("bills")).hasMessageStartingWith("RUN_SOURCE_CONFIGURED bills");
    }

    @Test
    void aRunTellsWhatCountsWithoutBeingInTheConfiguration() {
        assertThat(months.run(OCTOBER).warnings()).isEmpty();
        months.company.write("more/further.csv", TwoMonths.bill("2026-11", "9.00"), 1_000);
        months.company.configure("path: bills", "path: more");
        rename();

        assertThat(months.run(OCTOBER).warnings())
                .containsExactly(
                        "23 EUR, 1 USD of source bills, which is not in the configuration, count in 2026-10; take"
                                + " them out with 'apportion maintain forget --source bills'");
    }

    @Test
    void killedAtAnyStepItIsBeforeOrAfterAndNeverBetween() {
        List<String> before = lake();
        rename();
        PowerCut.At cut;
        int step = 0;
        do {
            assertThat(lake()).as("before step %s", step).isEqualTo(before);
            assertThatThrownBy(months::imports).hasMessageStartingWith("IMPORT_SOURCE_RENAMED cloud ");
            cut = killed(step++);
        } while (!cut.passed(RunStep.COMMITTED));

        assertThat(step).isGreaterThan(2);
        assertThat(lake()).isNotEqualTo(before).allMatch(row -> row.contains("usage"));
        months.imports();
        assertThat(lake()).hasSameSizeAs(before);
        try (Workspace workspace = months.company.open()) {
            assertThat(LakeFolder.orphans(months.company, workspace)).isEmpty();
        }
    }

    private PowerCut.At killed(int point) {
        try (Workspace workspace = months.company.open()) {
            PowerCut.At cut = new PowerCut.At(point, workspace);
            try {
                new Forgetting(workspace, PATIENCE, Progress.NONE, cut).forget("bills", Optional.empty());
            } catch (PowerCut e) {
                months.company.clock.advance(Leases.LIFETIME);
            }
            return cut;
        }
    }

    /** Both months' bills come from a source of another name. */
    private void rename() {
        months.company.configure("id: bills", "id: cloud");
    }

    private void forget(String source) {
        forget(source, Optional.empty());
    }

    private void forget(String source, Optional<BillingMonth> month) {
        try (Workspace workspace = months.company.open()) {
            new Forgetting(workspace, PATIENCE, Progress.NONE).forget(source, month);
        }
    }

    private List<String> lake() {
        try (Workspace workspace = months.company.open()) {
            return List.of(Tables.COST_RECORD, Tables.USAGE_SAMPLE).stream()
                    .flatMap(table -> rows(workspace, table).stream())
                    .toList();
        }
    }

    private static List<String> rows(Workspace workspace, TableSchema table) {
        return workspace
                .engine()
                .query(
                        "SELECT CAST(t AS VARCHAR) FROM "
                                + workspace.lake().current().relation(table) + " AS t ORDER BY 1",
                        row -> String.valueOf(row.text(0)));
    }
}
