package org.apportion.report;

import java.util.ArrayList;
import java.util.List;
import org.apportion.model.BillingMonth;

/**
 * A question for raw consumption. Rows are always kept apart by metric and unit of measure, so that no unlike quantities meet.
 *
 * @param months of the hours in which it was used, not of a bill
 * @param by words to group by, outermost first
 * @param where all of them must hold
 * @param top how many rows to show per metric and unit of measure; the rest becomes a row {@code other (n)}; 0 shows all
 */
public record UsageQuery(Months months, List<String> by, List<Filter> where, int top) {

    public UsageQuery {
        by = List.copyOf(by);
        where = List.copyOf(where);
        if (top < 0) {
            throw new IllegalArgumentException("top must not be negative: " + top);
        }
    }

    public static UsageQuery of(BillingMonth month) {
        return of(Months.of(month));
    }

    public static UsageQuery of(Months months) {
        return new UsageQuery(months, List.of(), List.of(), 0);
    }

    public UsageQuery by(String... words) {
        return by(List.of(words));
    }

    public UsageQuery by(List<String> words) {
        return new UsageQuery(months, words, where, top);
    }

    /** With one more filter. */
    public UsageQuery where(String word, String value) {
        List<Filter> more = new ArrayList<>(where);
        more.add(new Filter(word, value));
        return where(more);
    }

    public UsageQuery where(List<Filter> filters) {
        return new UsageQuery(months, by, filters, top);
    }

    public UsageQuery top(int rows) {
        return new UsageQuery(months, by, where, rows);
    }
}
