package org.apportion.report.statement;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.CodePointOrder;

/** Exact sums by page, currency and a key. Reads in order of their code points, so that nothing depends on a hash. */
final class PageSums {
    private final Map<String, SortedMap<String, SortedMap<String, BigDecimal>>> sums =
            new TreeMap<>(CodePointOrder.INSTANCE);

    void add(Iterable<String> pages, String currency, String key, BigDecimal amount) {
        for (String page : pages) {
            sums.computeIfAbsent(page, any -> new TreeMap<>(CodePointOrder.INSTANCE))
                    .computeIfAbsent(currency, any -> new TreeMap<>(CodePointOrder.INSTANCE))
                    .merge(key, amount, BigDecimal::add);
        }
    }

    Set<String> currencies(String page) {
        return sums.getOrDefault(page, new TreeMap<>()).keySet();
    }

    SortedMap<String, BigDecimal> of(String page, String currency) {
        return sums.getOrDefault(page, new TreeMap<>()).getOrDefault(currency, new TreeMap<>());
    }

    BigDecimal total(String page, String currency) {
        return of(page, currency).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
