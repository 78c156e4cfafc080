package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apportion.ledger.Leases;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the power at every step of a run and around every file of an import. Until the commit readers see
 * the old month, from then on the new one; and whoever runs the month again gets what an undisturbed run gives, with no file
 * left over. Two bills take turns, so that each round has an old and a new month.
 */
class KillAtEveryStepTest {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final List<String> KAFKA = List.of("10.00", "12.00");

    @TempDir
    Path folder;

    private final List<Month> undisturbed = new ArrayList<>();
    private SmallCompany company;
    private int round;

    /** What a finished month looks like from outside. */
    private record Month(Map<String, List<String>> lake, Map<String, String> files) {}

    @BeforeEach
    void prepare() {
        company = SmallCompany.in(folder);
        undisturbed.add(finished());
        restate();
        undisturbed.add(finished());
    }

    @AfterEach
    void heal() {
        FaultyEngine.heal();
    }

    @Test
    void aRunKilledAtAnyStepIsRepeatedAsIfItHadNeverBeen() {
        int steps = killRun(NEVER).reached();
        assertThat(steps).as("steps of a run").isGreaterThan(15);
        int interrupted = 0;
        for (int step = 0; step < steps; step++) {
            Month old = wanted();
            restate();
            boolean committed = killRun(step).passed(RunStep.COMMITTED);
            interrupted += committed ? 0 : 1;
            Map<String, List<String>> seen = (committed ? wanted() : old).lake();
            if (!committed) {
                assertThat(RepeatedMonthTest.published(company))
                        .as("files after a kill at step %s", step)
                        .isEqualTo(old.files());
            }
            finish(seen, "after a kill at step " + step);
        }
        assertThat(failures()).hasSize(interrupted).containsOnly("RUN_INTERRUPTED");
    }

    @Test
    void anImportKilledAtAnyPointIsRepeatedAsIfItHadNeverBeen() {
        restate();
        int points = killImport(NEVER);
        assertThat(points).as("points of an import").isGreaterThanOrEqualTo(2);
        finish(undisturbed.get(1).lake(), "after an undisturbed import");
        for (int point = 0; point < points; point++) {
            Month old = wanted();
            restate();
            killImport(point);
            finish(old.lake(), "after a kill at point " + point);
        }
    }

    /** The other bill arrives. */
    private void restate() {
        round++;
        company.write("bills/october.csv", SmallCompany.bill(KAFKA.get(round % 2)), 1_000 + round);
    }

    /** The month as the bill of now makes it. */
    private Month wanted() {
        return undisturbed.get(round % 2);
    }

    private PowerCut.At killRun(int step) {
        try (Workspace workspace = company.open()) {
            SmallCompany.imports(workspace);
            PowerCut.At cut = new PowerCut.At(step, workspace);
            try {
                SmallCompany.run(workspace, cut);
            } catch (PowerCut e) {
                company.clock.advance(Leases.LIFETIME);
            }
            return cut;
        }
    }

    private int killImport(int point) {
        try (Workspace workspace = company.open()) {
            PowerCut.At cut = new PowerCut.At(point, workspace);
            FaultyEngine.beforeWrite = cut::pass;
            FaultyEngine.afterWrite = cut::pass;
            try {
                SmallCompany.imports(workspace);
            } catch (PowerCut e) {
                company.clock.advance(Leases.LIFETIME);
            } finally {
                FaultyEngine.heal();
            }
            return cut.reached();
        }
    }

    /** Runs the month to its end. */
    private Month finished() {
        try (Workspace workspace = company.open()) {
            return finished(workspace);
        }
    }

    private Month finished(Workspace workspace) {
        SmallCompany.imports(workspace);
        SmallCompany.run(workspace);
        assertThat(LakeFolder.orphans(company, workspace)).as("files left over").isEmpty();
        return new Month(RepeatedMonthTest.lake(workspace), RepeatedMonthTest.published(company));
    }

    /** Looks what is there, then runs the month to its end and compares it with an undisturbed one. */
    private void finish(Map<String, List<String>> seen, String after) {
        try (Workspace workspace = company.open()) {
            assertThat(RepeatedMonthTest.lake(workspace))
                    .as("charges %s", after)
                    .isEqualTo(seen);
            assertThat(finished(workspace)).as("at last, %s", after).isEqualTo(wanted());
        }
    }

    private List<String> failures() {
        try (Workspace workspace = company.open()) {
            return workspace.ledger().read(tx -> tx.runs().latest(1_000)).stream()
                    .filter(run -> run.state() != RunState.COMMITTED)
                    .map(Run::errorCode)
                    .toList();
        }
    }
}
