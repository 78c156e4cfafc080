package org.apportion.report;

import java.util.List;

/**
 * A question how much of the cost is tagged.
 *
 * @param months both ends inclusive
 * @param keys canonical tag keys; empty for those that rules and the directory name
 * @param by words to group by, outermost first; may be empty
 * @param where only rows that meet all filters
 */
public record CoverageQuery(Months months, List<String> keys, List<String> by, List<Filter> where) {
    public CoverageQuery {
        keys = List.copyOf(keys);
        by = List.copyOf(by);
        where = List.copyOf(where);
    }
}
