package org.apportion.price;

import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apportion.model.BillingMonth;

/**
 * The priced month.
 *
 * @param lines in their stable order; the first has number 1
 * @param costs allocated cost per currency: the sum of what went in, equal to the sum of what the lines hold
 */
public record PricingResult(List<PriceLine> lines, List<PricingWarning> warnings, SortedMap<String, BigDecimal> costs) {
    public PricingResult {
        lines = List.copyOf(lines);
        warnings = List.copyOf(warnings);
        costs = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(costs));
    }

    /** What is asked and credited for each resale, added up by its id: zero for each. */
    public SortedMap<String, BigDecimal> resales() {
        return Resold.net(lines);
    }

    /** The lines as rows of {@code Tables.PRICE_LINE}, one value per column. */
    public Stream<Object[]> rows(BillingMonth month) {
        return IntStream.range(0, lines.size()).mapToObj(i -> lines.get(i).row(month, i + 1));
    }
}
