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
        rows++;
        sums.merge(
                currency == null ? "" : currency, amount == null ? BigDecimal.ZERO : amount, (a, b) -> a.add(b));
    }

    long rows() {
        return rows;
    }

    SortedMap<String, BigDecimal> sums() {
        return sums;
    }
}
