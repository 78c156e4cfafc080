package org.apportion.report;

import java.util.ArrayList;
import java.util.List;
import org.apportion.model.BillingMonth;

/**
 * A question for single charges, the largest first by absolute amount.
 *
 * @param where all of them must hold
 * @param limit how many charges to show, above zero; the rest becomes a row {@code other (n)}
 */
public record ChargeQuery(Months months, List<Filter> where, int limit) {
    private static final int LIMIT = 20;

    public ChargeQuery {
        where = List.copyOf(where);
        if (limit < 1) {
            throw new IllegalArgumentException("the limit must be above zero: " + limit);
        }
    }

    public static ChargeQuery of(BillingMonth month) {
        return new ChargeQuery(Months.of(month), List.of(), LIMIT);
    }

    /** With one more filter. */
    public ChargeQuery where(String word, String value) {
        List<Filter> more = new ArrayList<>(where);
        more.add(new Filter(word, value));
        return where(more);
    }

    public ChargeQuery where(List<Filter> filters) {
        return new ChargeQuery(months, filters, limit);
    }

    public ChargeQuery limit(int charges) {
        return new ChargeQuery(months, where, charges);
    }
}
