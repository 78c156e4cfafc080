package org.apportion.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.ledger.period.StatementLine;
import org.apportion.model.BillingMonth;
import org.jspecify.annotations.Nullable;

/**
 * What closing a month froze, or would freeze.
 *
 * @param run the run whose result is frozen; empty while there is none
 * @param obstacles why the month cannot be closed, one sentence each with the next step; empty if it can
 * @param warnings what a person should know before closing
 * @param statement allocated cost per unit, currency and cost type
 * @param snapshots lake table to the snapshot that stays
 * @param documents names of the texts that are kept
 * @param changed whether the month was closed by this call; false for a dry run and for a month that was closed already
 */
public record ClosingReport(
        BillingMonth month,
        String run,
        List<String> obstacles,
        List<String> warnings,
        List<StatementLine> statement,
        Map<String, Long> snapshots,
        List<String> documents,
        boolean changed) {
    public ClosingReport {
        obstacles = List.copyOf(obstacles);
        warnings = List.copyOf(warnings);
        statement = List.copyOf(statement);
        snapshots = Map.copyOf(snapshots);
        documents = List.copyOf(documents);
    }

    /**
     * A line of the statement, to be shown.
     *
     * @param unit id of the unit, or the reason in brackets for what reached none
     * @param originMonth month whose cost it is: the closed one, or an earlier one that was corrected in it
     */
    public record Line(
            String unit,
            @Nullable String unitName,
            @Nullable String costCenter,
            BillingMonth originMonth,
            @Nullable String costType,
            BigDecimal amount,
            String currency) {}

    /** The statement to be shown, in its order. */
    public List<Line> lines() {
        return statement.stream()
                .map(line -> new Line(
                        line.unit() == null ? "(" + line.unallocated() + ")" : line.unit(),
                        line.unitName(),
                        line.costCenter(),
                        line.originMonth(),
                        line.costType(),
                        line.amount(),
                        line.currency()))
                .toList();
    }

    /** Exact sum of the statement per currency. */
    public Map<String, BigDecimal> totals() {
        Map<String, BigDecimal> totals = new TreeMap<>();
        statement.forEach(line -> totals.merge(line.currency(), line.amount(), BigDecimal::add));
        return totals;
    }
}
