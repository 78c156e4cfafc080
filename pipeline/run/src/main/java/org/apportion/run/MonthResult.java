package org.apportion.run;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.BillingMonth;

/**
 * What a run achieved, to be shown.
 *
 * @param proofs number of proofs; all passed, or there would be no result
 * @param warnings sentences a person should read, about prices or sources that are not configured; the numbers are right nevertheless
 * @param committed false after a dry run
 * @param split what was split again and why, if the month had been run before; else empty
 */
public record MonthResult(
        String runId,
        BillingMonth month,
        List<Sum> sums,
        int proofs,
        Counts counts,
        List<String> warnings,
        List<Output> outputs,
        boolean committed,
        String split) {
    public MonthResult {
        sums = List.copyOf(sums);
        warnings = List.copyOf(warnings);
        outputs = List.copyOf(outputs);
    }

    /** Rows of the month. */
    public record Counts(long records, long groups, long charges, long priceLines) {}

    /**
     * Exact sums in one currency.
     *
     * @param unallocated part of {@code charged} that reached no organization unit, by reason
     */
    public record Sum(
            String currency, BigDecimal billed, BigDecimal charged, SortedMap<String, BigDecimal> unallocated) {
        public Sum {
            unallocated = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(unallocated));
        }

        public BigDecimal difference() {
            return charged.subtract(billed);
        }
    }

    /** A file that was published. */
    public record Output(Path path, long rows) {}
}
