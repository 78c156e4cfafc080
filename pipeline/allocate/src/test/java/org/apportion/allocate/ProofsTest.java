package org.apportion.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apportion.model.CostBasis;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.MonthData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofsTest {
    @TempDir
    Path folder;

    private PlanSession session;
    private Proofs proofs;

    @BeforeEach
    void runAMonth() {
        MonthData data = HostileMonth.generate(77);
        session = new PlanSession(folder);
        AllocationPlan plan = session.run(data, CostBasis.BILLED, PlanOptions.SAFE);
        session.engine().execute(session.engine().dialect().createTable("charge", plan.charges()));
        session.engine().execute(session.engine().dialect().createTable("record_group", plan.recordGroups()));
        proofs =
                Proofs.of(data.rules(), CostBasis.BILLED, session.engine().dialect(), "cost", "charge", "record_group");
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void aFaithfulMonthHasNoWrongGroup() {
        assertThat(session.engine().query(proofs.wrongGroups(), row -> row.number(0)))
                .isEmpty();
        assertThat(session.engine().query(proofs.summary(), row -> List.of(row.number(1), row.number(2))))
                .containsExactly(List.of(
                        0L,
                        session.engine()
                                .query("SELECT count(*) FROM cost", row -> row.number(0))
                                .get(0)));
    }

    @Test
    void oneDigitTooMuchNamesTheGroupAndTheDifference() {
        long group = session.engine()
                .query("SELECT min(record_group) FROM charge", row -> row.number(0))
                .get(0);
        session.engine()
                .execute("INSERT INTO charge SELECT * REPLACE (0.000000000000000001 AS amount) FROM charge"
                        + " WHERE record_group = " + group + " LIMIT 1");
        assertThat(session.engine()
                        .query(
                                proofs.wrongGroups(),
                                row -> row.number(0) + " "
                                        + PlanSession.amount(row, 3).toPlainString()))
                .containsExactly(group + " 0.000000000000000001");
    }

    @Test
    void chargesOfAnUnknownGroupAreFound() {
        session.engine().execute("INSERT INTO charge SELECT * REPLACE (-1 AS record_group) FROM charge LIMIT 1");
        assertThat(session.engine().query(proofs.wrongGroups(), row -> row.number(0)))
                .containsExactly(-1L);
    }

    @Test
    void rulesAndCurrenciesSumToTheBill() {
        List<Boolean> equal = session.engine()
                .query(proofs.byRule(), row -> PlanSession.amount(row, 4).compareTo(PlanSession.amount(row, 5)) == 0);
        assertThat(equal).isNotEmpty().doesNotContain(false);
        assertThat(session.engine()
                        .query(
                                proofs.byCurrency(),
                                row -> PlanSession.amount(row, 2).compareTo(PlanSession.amount(row, 3)) == 0))
                .isNotEmpty()
                .doesNotContain(false);
    }
}
