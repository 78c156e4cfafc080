package org.apportion.run;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.model.BillingMonth;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation found.
 *
 * @param lines in order of month, then of unit id, then of currency; what no unit pays comes first in its month
 * @param changes what differs between the two configurations, one sentence each; empty if nothing that counts
 * @param closed closed months, each with the month that would book the change as corrections; empty text if there is none yet
 */
public record SimulationResult(List<Line> lines, List<String> changes, Map<BillingMonth, String> closed) {
    public SimulationResult {
        lines = List.copyOf(lines);
        changes = List.copyOf(changes);
        closed = Collections.unmodifiableMap(new TreeMap<>(closed));
    }

    /** Sum of all changes per currency. A currency that only occurs without a change has zero. */
    public Map<String, BigDecimal> totals() {
        Map<String, BigDecimal> totals = new TreeMap<>();
        lines.forEach(line -> totals.merge(line.currency(), line.change(), BigDecimal::add));
        return totals;
    }

    /**
     * What one unit pays in one month and one currency: amounts of its price lines, not rounded.
     *
     * @param unit id; null for what no unit pays
     * @param name null for what no unit pays
     * @param rules moved by rules, tags and cost basis
     * @param owners moved by organization and directory, after the rules
     * @param prices moved by prices, rates and reporting currency, after both; the three add up to the change
     */
    public record Line(
            BillingMonth month,
            @Nullable String unit,
            @Nullable String name,
            String currency,
            BigDecimal before,
            BigDecimal after,
            BigDecimal rules,
            BigDecimal owners,
            BigDecimal prices) {

        /** After less before. */
        public BigDecimal change() {
            return after.subtract(before);
        }
    }
}
