package org.apportion.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apportion.model.BillingMonth;

/**
 * What came of a month, for the end of a run and for an overview. All amounts are exact.
 *
 * @param started when the run started
 * @param records cost records of the bills that the run read
 * @param groups record groups; records of one group are split together
 * @param proofs checks that the run passed
 * @param totals one per currency, in order of the code
 * @param unallocated columns reason, amount, currency, share of the currency's charges
 * @param units charges per unit of the outermost level and currency
 * @param prices what is asked of each unit of the outermost level, in the reporting currency; without rows if nothing is priced
 * @param movers biggest changes by unit and service against an earlier run, else the largest positions; the title says which
 * @param rules per rule: how many record groups and charges it took, and their amount
 * @param pools per shared-cost pool, in the order in which they are tried: what it took, how many consumers received it, and what
 *     found nobody; without rows if there are none
 * @param notes sentences a reader needs beside the numbers
 */
public record MonthSummary(
        String runId,
        BillingMonth month,
        Instant started,
        Optional<Duration> duration,
        String codeVersion,
        long records,
        long groups,
        long charges,
        long priceLines,
        int proofs,
        List<Total> totals,
        ReportTable unallocated,
        ReportTable units,
        ReportTable prices,
        ReportTable movers,
        ReportTable rules,
        ReportTable pools,
        List<String> notes) {
    public MonthSummary {
        totals = List.copyOf(totals);
        notes = List.copyOf(notes);
    }

    /**
     * One currency's sums.
     *
     * @param cost sum of the records in the run's cost basis
     * @param charged sum of the charges
     * @param unallocated part of {@code charged} that reached no unit
     * @param bridge from the invoices to the effective cost
     */
    public record Total(String currency, BigDecimal cost, BigDecimal charged, BigDecimal unallocated, Bridge bridge) {

        /** Zero, or the run would not have been committed. */
        public BigDecimal difference() {
            return charged.subtract(cost);
        }
    }

    /**
     * Why the effective cost is not what was invoiced: invoiced - prepaid + used + unused + other = effective.
     *
     * @param invoiced sum of {@code BilledCost}
     * @param prepaid purchases for later use, which are invoiced but not yet effective
     * @param used commitments that were used, effective but not invoiced here
     * @param unused commitments that nobody used
     * @param effective sum of {@code EffectiveCost}
     */
    public record Bridge(
            BigDecimal invoiced, BigDecimal prepaid, BigDecimal used, BigDecimal unused, BigDecimal effective) {

        /** What the other steps do not explain, such as refunds of commitments. */
        public BigDecimal other() {
            return effective.subtract(invoiced).add(prepaid).subtract(used).subtract(unused);
        }

        /** True if invoices and effective cost agree in each step. */
        public boolean isFlat() {
            return prepaid.signum() == 0 && used.signum() == 0 && unused.signum() == 0 && other().signum() == 0;
        }
    }
}
