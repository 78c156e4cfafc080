package org.apportion.allocate;

import java.nio.file.Path;
import java.util.List;
import org.apportion.model.CostBasis;

/** What the plan makes of a small month, as lines to compare. */
final class MonthCharges {
    private MonthCharges() {}

    /** Day, hour, consumer, amount. */
    static List<String> hoursOf(Path folder, SmallMonth month) {
        try (PlanSession session = new PlanSession(folder)) {
            AllocationPlan plan = session.run(month.data(), CostBasis.BILLED, PlanOptions.SAFE.withHours(true));
            return session.engine()
                    .query(
                            plan.chargeHours(),
                            row -> row.date(2) + " " + row.number(3) + " " + row.text(7) + " "
                                    + PlanSession.amount(row, 8)
                                            .stripTrailingZeros()
                                            .toPlainString());
        }
    }

    /** Day, part/tier, method, consumer, reason, amount. */
    static List<String> of(Path folder, SmallMonth month) {
        try (PlanSession session = new PlanSession(folder)) {
            AllocationPlan plan = session.run(month.data(), CostBasis.BILLED, new PlanOptions(true));
            return session.engine()
                    .query(
                            plan.charges(),
                            row -> row.date(2) + " " + row.number(3) + "/" + row.number(4)
                                    + " " + row.text(5) + " " + row.text(6) + ":" + row.text(7) + " " + row.text(9)
                                    + " "
                                    + PlanSession.amount(row, 10).toPlainString());
        }
    }
}
