package org.apportion.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apportion.model.CostBasis;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.MonthData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HourProofsTest {
    @TempDir
    Path folder;

    /** A month of all kinds of cells whose charges and hours were written. */
    private static HourProofs write(PlanSession session, long seed) {
        MonthData data = HostileMonth.generate(seed);
        AllocationPlan plan = session.run(data, CostBasis.BILLED, PlanOptions.SAFE.withHours(true));
        session.engine().execute(session.engine().dialect().createTable("charge", plan.charges()));
        session.engine().execute(session.engine().dialect().createTable("charge_hour", plan.chargeHours()));
        return HourProofs.of(data.rules(), session.engine().dialect(), "charge", "charge_hour");
    }

    private static List<Long> wrong(PlanSession session, HourProofs proofs) {
        return session.engine()
                .query(proofs.summary(), row -> List.of(row.number(1), row.number(3)))
                .get(0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 77, 78})
    void faithfulHoursAreTheirCharges(long seed) {
        try (PlanSession session = new PlanSession(folder)) {
            HourProofs proofs = write(session, seed);

            assertThat(session.engine().query(proofs.wrongCharges(), row -> row.number(0)))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(session.engine()
                            .query(
                                    proofs.summary(),
                                    row -> List.of(row.number(0), row.number(1), row.number(2), row.number(3))))
                    .as("seed %d", seed)
                    .containsExactly(List.of(count(session, "charge"), 0L, count(session, "charge_hour"), 0L));
        }
    }

    private static long count(PlanSession session, String table) {
        return session.engine()
                .query("SELECT count(*) FROM " + table, row -> row.number(0))
                .get(0);
    }

    @Test
    void oneDigitTooMuchInAnHourIsFound() {
        try (PlanSession session = new PlanSession(folder)) {
            HourProofs proofs = write(session, 77);
            session.engine()
                    .execute("INSERT INTO charge_hour SELECT * REPLACE (0.000000000000000001 AS amount) FROM"
                            + " charge_hour LIMIT 1");

            assertThat(wrong(session, proofs)).containsExactly(1L, 0L);
        }
    }

    @Test
    void anHourThatIsMissingIsFound() {
        try (PlanSession session = new PlanSession(folder)) {
            HourProofs proofs = write(session, 77);
            session.engine().execute("DELETE FROM charge_hour WHERE rowid = 0");

            assertThat(wrong(session, proofs)).containsExactly(1L, 0L);
        }
    }

    @Test
    void hoursOfNoChargeAreFound() {
        try (PlanSession session = new PlanSession(folder)) {
            HourProofs proofs = write(session, 77);
            session.engine()
                    .execute("INSERT INTO charge_hour SELECT * REPLACE ('nobody' AS consumer) FROM charge_hour"
                            + " LIMIT 1");

            assertThat(wrong(session, proofs)).containsExactly(1L, 0L);
        }
    }

    @Test
    void anHourThatNoDayHasIsFound() {
        try (PlanSession session = new PlanSession(folder)) {
            HourProofs proofs = write(session, 77);
            session.engine().execute("UPDATE charge_hour SET hour = 24 WHERE rowid = 0");

            assertThat(wrong(session, proofs)).containsExactly(0L, 1L);
        }
    }
}
