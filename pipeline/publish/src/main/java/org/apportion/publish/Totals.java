package org.apportion.publish;

import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts rows and adds amounts per currency while they pass by. */
final class Totals {
    private final SortedMap<String, BigDecimal> sums = new TreeMap<>();
    private long rows;

    void add(@Nullable String currency, @Nullable BigDecimal amount) {
        add(currency, 1, amount);
    }

    /** @param total sum of the amounts of these rows */
    void add(@Nullable String currency, long count, @Nullable BigDecimal total) {
        rows += count;
        sums.merge(currency == null ? "" : currency, total == null ? BigDecimal.ZERO : total, BigDecimal::add);
    }

    long rows() {
        return rows;
    }

    SortedMap<String, BigDecimal> sums() {
        return sums;
    }
}
