package org.apportion.publish.conformance;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A rule that looks at several columns of a row, or at all rows that agree in one.
 *
 * @param section column or attribute of the specification that has the rule
 * @param when condition on a row, empty for all rows; SQL in which {@code {Column}} stands for a typed column
 * @param require what must then be true; besides SQL: {@code product(a, b)}, {@code ratios(a)}, {@code subcategory_of(a, b)},
 *     and alone {@code one(a, b)}: rows that agree in a agree in b
 * @param meaning the rule as a sentence
 */
public record ConditionalRule(String id, Keyword keyword, String section, String when, String require, String meaning) {
    static final Pattern COLUMN = Pattern.compile("\\{([A-Za-z_]+)}");

    /** How strong a rule is. */
    public enum Keyword {
        MUST,
        SHOULD
    }

    /** The columns that the rule reads, each once. */
    public List<String> columns() {
        return Stream.of(when, require)
                .flatMap(text -> COLUMN.matcher(text).results().map(match -> match.group(1)))
                .distinct()
                .toList();
    }

    /** The two columns of a rule {@code one(a, b)}. */
    boolean isOneToOne() {
        return require.startsWith("one(");
    }

    static String replaceColumns(String text, java.util.function.UnaryOperator<String> column) {
        return COLUMN.matcher(text).replaceAll(match -> Matcher.quoteReplacement(column.apply(match.group(1))));
    }
}
