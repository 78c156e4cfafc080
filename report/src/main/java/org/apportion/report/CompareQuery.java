package org.apportion.report;

import java.util.List;

/**
 * A question why costs changed.
 *
 * @param before a month such as {@code 2026-09}, or a run such as {@code 2026-10-1}
 * @param after likewise; may be of the same month
 * @param by words to group by, outermost first
 * @param where all of them must hold
 * @param top how many rows to show, the largest changes first; the rest becomes a row {@code other (n)}; 0 shows all
 */
public record CompareQuery(String before, String after, List<String> by, List<Filter> where, int top) {
    public CompareQuery {
        by = List.copyOf(by);
        where = List.copyOf(where);
        if (top < 0) {
            throw new IllegalArgumentException("top must not be negative: " + top);
        }
    }
}
