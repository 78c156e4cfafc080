package org.apportion.publish.conformance;

import java.util.Map;
import java.util.TreeMap;
import org.apportion.publish.conformance.ConditionalRule.Keyword;

/**
 * A rule that a file breaks.
 *
 * @param rule id of the rule
 * @param section column or attribute of the specification that has the rule
 * @param meaning what is required, as a sentence without its full stop
 * @param rows how many rows (of {@code one} rules: values) break it; 0 if it is about the file as a whole
 * @param firstRow the first of them, counted from 1; 0 if there is none
 * @param values the rule's columns in that row, cut off after sixty characters; an empty text for null
 */
public record Finding(
        String rule,
        Keyword keyword,
        String section,
        String meaning,
        long rows,
        long firstRow,
        Map<String, String> values) {
    public Finding {
        values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
    }
}
