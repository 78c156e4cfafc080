package org.apportion.run;

import static org.apportion.run.TwoMonths.NOVEMBER;
import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apportion.ledger.Leases;
import org.apportion.ledger.period.Periods;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cuts the power at every step of closing and reopening, and at each kind of step of a run that books corrections; doing it again gives the same. */
class KilledClosingTest {
    @TempDir
    Path folder;

    private TwoMonths months;

    @BeforeEach
    void prepare() {
        months = TwoMonths.in(folder);
        months.run(OCTOBER);
    }

    @Test
    void closingIsAllOrNothingAndCanBeRepeated() {
        PowerCut.At cut;
        int step = 0;
        do {
            assertThat(isClosed()).as("before step %s", step).isFalse();
            cut = killed(step++, (workspace, watch) -> books(workspace, watch).close(OCTOBER));
        } while (!cut.passed(RunStep.COMMITTED));
        assertThat(step).isGreaterThan(2);
        assertThat(isClosed()).isTrue();
        assertThat(months.close(OCTOBER).changed()).isFalse();
    }

    @Test
    void aRunThatBooksCorrectionsIsRepeatedAsIfItHadNeverBeenKilled() {
        months.close(OCTOBER);
        months.october("12.00", 2_000);
        months.run(NOVEMBER);
        List<String> corrections = months.corrections(NOVEMBER);
        List<String> prices = months.priceLines(NOVEMBER);
        List<RunStep> steps = steps();
        assertThat(steps).hasSizeGreaterThan(15).contains(RunStep.CORRECTED);
        for (int step = 0; step < steps.size(); step++) {
            if (step > 0 && steps.get(step) == steps.get(step - 1)) {
                continue;
            }
            months.october(step % 2 == 0 ? "13.00" : "14.00", 3_000 + 2 * step);
            killedRun(step);
            months.october("12.00", 3_001 + 2 * step);
            months.run(NOVEMBER);
            assertThat(months.corrections(NOVEMBER))
                    .as("after a kill at step %s", step)
                    .isEqualTo(corrections);
        }
        assertThat(months.priceLines(NOVEMBER)).isEqualTo(prices);
        try (Workspace workspace = months.company.open()) {
            assertThat(LakeFolder.orphans(months.company, workspace)).isEmpty();
        }
    }

    @Test
    void reopeningIsAllOrNothing() {
        months.close(OCTOBER);
        months.october("12.00", 2_000);
        months.run(NOVEMBER);
        List<String> corrections = months.corrections(NOVEMBER);
        PowerCut.At cut;
        int step = 0;
        do {
            assertThat(isClosed()).as("before step %s", step).isTrue();
            assertThat(months.corrections(NOVEMBER)).isEqualTo(corrections);
            cut = killed(step++, (workspace, watch) -> books(workspace, watch).reopen(OCTOBER, "mistake", Set.of()));
        } while (!cut.passed(RunStep.COMMITTED));
        assertThat(isClosed()).isFalse();
        assertThat(months.corrections(NOVEMBER)).isEmpty();
    }

    @Test
    void aMonthIsNotClosedWhileItsFilesAreThoseOfAnOlderRun() {
        months.october("12.00", 2_000);
        assertThat(isCutAt(RunStep.COMMITTED)).isTrue();

        assertThat(months.check(OCTOBER).obstacles())
                .contains("run 2026-10-2 ended before it had written the file of summary."
                        + " Run 'apportion run --month 2026-10'.");
        months.run(OCTOBER);
        assertThat(months.check(OCTOBER).obstacles()).isEmpty();
    }

    @Test
    void aRunKilledBeforeItsFirstFileIsToldFromOneWhoseFilesWereMovedAway() {
        moveFilesAway();
        assertThat(months.check(OCTOBER).obstacles()).isEmpty();

        months.october("12.00", 2_000);
        assertThat(isCutAt(RunStep.COMMITTED)).isTrue();

        assertThat(unwritten()).containsExactly("summary", "charges", "charges-parquet", "unallocated");
        months.run(OCTOBER);
        moveFilesAway();
        assertThat(months.check(OCTOBER).obstacles()).isEmpty();
    }

    @Test
    void aRunKilledBetweenItsFilesIsToldWhichAreMissing() {
        List<String> missing = new ArrayList<>(List.of("summary", "charges", "charges-parquet", "unallocated"));
        for (int files = 1; files < 4; files++) {
            moveFilesAway();
            months.october(files % 2 == 0 ? "10.00" : "12.00", 2_000 + files);
            assertThat(isCutAt(RunStep.PUBLISHED, files)).isTrue();
            missing.remove(0);
            moveFilesAway();
            assertThat(unwritten()).as("killed after %s files", files).containsExactlyElementsOf(missing);
        }
        months.run(OCTOBER);
        assertThat(months.close(OCTOBER).changed()).isTrue();
    }

    /** What a run of before this was kept left behind. */
    @Test
    void aRunThatPlannedNothingIsJudgedByTheFilesThatAreThere() {
        months.october("12.00", 2_000);
        assertThat(isCutAt(RunStep.COMMITTED)).isTrue();
        try (Workspace workspace = months.company.open()) {
            workspace.ledger().useTransaction(tx -> tx.handle().execute("DELETE FROM run_output"));
        }

        assertThat(unwritten()).containsExactly("summary", "charges", "charges-parquet", "unallocated");
        moveFilesAway();
        assertThat(unwritten()).isEmpty();
    }

    private List<String> unwritten() {
        return months.check(OCTOBER).obstacles().stream()
                .filter(obstacle -> obstacle.contains(" ended before it had written the file of "))
                .map(obstacle -> obstacle.replaceAll(".* the file of (\\S+)\\. .*", "$1"))
                .toList();
    }

    private void moveFilesAway() {
        RepeatedMonthTest.files(months.company.file("out"))
                .forEach(file -> months.company.remove(
                        months.company.folder().relativize(file).toString()));
    }

    private boolean isCutAt(RunStep step) {
        return isCutAt(step, 1);
    }

    private boolean isCutAt(RunStep step, int time) {
        int[] times = {0};
        try (Workspace workspace = months.company.open()) {
            SmallCompany.imports(workspace);
            SmallCompany.run(workspace, done -> {
                if (done == step && ++times[0] == time) {
                    throw new PowerCut();
                }
            });
            return false;
        } catch (PowerCut e) {
            return true;
        }
    }

    private List<RunStep> steps() {
        List<RunStep> steps = new ArrayList<>();
        months.run(NOVEMBER, steps::add);
        return steps;
    }

    private PowerCut.At killedRun(int step) {
        return killed(step, (workspace, watch) -> {
            SmallCompany.imports(workspace);
            new MonthRun(workspace, SmallCompany.settings(false), Progress.NONE, watch).run(NOVEMBER);
        });
    }

    private PowerCut.At killed(int step, BiConsumer<Workspace, RunStep.Watch> work) {
        try (Workspace workspace = months.company.open()) {
            PowerCut.At cut = new PowerCut.At(step, workspace);
            try {
                work.accept(workspace, cut);
            } catch (PowerCut e) {
                months.company.clock.advance(Leases.LIFETIME);
            }
            return cut;
        }
    }

    private static PeriodBooks books(Workspace workspace, RunStep.Watch watch) {
        return new PeriodBooks(workspace, new PeriodBooks.Settings("tester", "", Duration.ofSeconds(30)), watch);
    }

    private boolean isClosed() {
        try (Workspace workspace = months.company.open()) {
            return workspace.ledger().read(tx -> new Periods(tx).isClosed(OCTOBER));
        }
    }
}
