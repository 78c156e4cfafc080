package org.apportion.report;

import java.util.ArrayList;
import java.util.List;
import org.apportion.model.BillingMonth;

/**
 * A question about costs. Immutable; each method answers a changed copy.
 *
 * @param by words to group by, outermost first; empty asks for the total
 * @param where all of them must hold
 * @param top how many rows to show, the largest by absolute amount; the rest becomes a row {@code other (n)}; 0 shows all
 * @param priced asks for what is charged by the price book (price lines) instead of the allocated cost
 */
public record CostQuery(Months months, List<String> by, List<Filter> where, int top, boolean priced) {

    public CostQuery {
        by = List.copyOf(by);
        where = List.copyOf(where);
        if (top < 0) {
            throw new IllegalArgumentException("top must not be negative: " + top);
        }
    }

    public static CostQuery of(BillingMonth month) {
        return of(Months.of(month));
    }

    public static CostQuery of(Months months) {
        return new CostQuery(months, List.of(), List.of(), 0, false);
    }

    public CostQuery by(String... words) {
        return by(List.of(words));
    }

    public CostQuery by(List<String> words) {
        return new CostQuery(months, words, where, top, priced);
    }

    /** With one more filter. */
    public CostQuery where(String word, String value) {
        List<Filter> more = new ArrayList<>(where);
        more.add(new Filter(word, value));
        return where(more);
    }

    public CostQuery where(List<Filter> filters) {
        return new CostQuery(months, by, filters, top, priced);
    }

    public CostQuery top(int rows) {
        return new CostQuery(months, by, where, rows, priced);
    }

    public CostQuery withPrices() {
        return new CostQuery(months, by, where, top, true);
    }
}
