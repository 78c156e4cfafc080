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
        List<String> notes) {
    public MonthSummary {
        totals = List.copyOf(totals);
        notes = List.copyOf(notes);
    }

    /**
     * @param billed sum of the records
     * @param charged sum of the charges
     * @param unallocated part of {@code charged} that reached no unit
     */
    public record Total(String currency, BigDecimal billed, BigDecimal charged, BigDecimal unallocated) {

        /** Zero, or the run would not have been committed. */
        public BigDecimal difference() {
            return charged.subtract(billed);
        }
    }
}
