package org.apportion.ingest.cost;

import java.util.ArrayList;
import java.util.List;
import org.apportion.ingest.mapping.MappingPlan;
import org.apportion.ingest.mapping.MappingPlan.RejectCheck;
import org.apportion.model.table.FocusColumn;
import org.apportion.spi.Dialect;

/** What can be wrong with a row: numbers of {@link #rejects}, or one of two that are no mistake. */
final class RowProblems {
    static final int JUNK = -1;
    static final int SKIPPED = -2;

    private static final List<FocusColumn> REQUIRED = List.of(
            FocusColumn.BILLED_COST,
            FocusColumn.EFFECTIVE_COST,
            FocusColumn.BILLING_CURRENCY,
            FocusColumn.CHARGE_PERIOD_START,
            FocusColumn.CHARGE_PERIOD_END);

    private final Dialect dialect;
    private final MappingPlan mapping;
    private final List<RejectCheck> rejects;

    RowProblems(Dialect dialect, MappingPlan mapping) {
        this.dialect = dialect;
        this.mapping = mapping;
        this.rejects = new ArrayList<>(mapping.rejectChecks());
        for (FocusColumn column : REQUIRED) {
            rejects.add(missing(column.id()));
        }
        rejects.add(missing(CostPlan.MONTH));
    }

    /** What the numbers mean. */
    List<RejectCheck> rejects() {
        return List.copyOf(rejects);
    }

    /** The problem of a row of the source, null if it has none. */
    String ofRow() {
        StringBuilder text = new StringBuilder("CASE");
        mapping.junkRows().ifPresent(junk -> text.append(when(junk, JUNK)));
        mapping.skippedRows().ifPresent(skipped -> text.append(when(skipped, SKIPPED)));
        for (int i = 0; i < mapping.rejectChecks().size(); i++) {
            text.append(when(mapping.rejectChecks().get(i).condition(), i));
        }
        return text.length() == "CASE".length()
                ? "CAST(NULL AS INTEGER)"
                : text.append(" END").toString();
    }

    private static String when(String condition, int problem) {
        return " WHEN (" + condition + ") THEN " + problem;
    }

    /** The problem of a record: that of its row, else the first value that it lacks. */
    String ofRecord() {
        int first = mapping.rejectChecks().size();
        StringBuilder text =
                new StringBuilder("CASE WHEN r." + q(CostPlan.PROBLEM) + " IS NOT NULL THEN r." + q(CostPlan.PROBLEM));
        for (int i = first; i < rejects.size(); i++) {
            text.append(when("r." + q(rejects.get(i).column()) + " IS NULL", i));
        }
        return text.append(" END").toString();
    }

    private static RejectCheck missing(String column) {
        return new RejectCheck(column, "", "ROW_VALUE_MISSING", "The row has no value for " + column + ".");
    }

    private String q(String name) {
        return dialect.name(name);
    }
}
