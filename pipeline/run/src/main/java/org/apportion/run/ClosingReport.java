package org.apportion.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.ledger.period.StatementLine;
import org.apportion.model.BillingMonth;

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

    /** Exact sum of the statement per currency. */
    public Map<String, BigDecimal> totals() {
        Map<String, BigDecimal> totals = new TreeMap<>();
        statement.forEach(line -> totals.merge(line.currency(), line.amount(), BigDecimal::add));
        return totals;
    }
}
