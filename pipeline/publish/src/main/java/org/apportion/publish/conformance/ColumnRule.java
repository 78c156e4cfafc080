package org.apportion.publish.conformance;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the specification says about one column of a dataset.
 *
 * @param nullable whether a row may leave it empty
 * @param values the only values allowed; none if any is
 * @param presentWhen what a data generator supports that must have a conditional column; empty if it must always have it
 */
public record ColumnRule(
        String column, Level level, boolean nullable, Type type, List<String> values, String presentWhen) {

    public ColumnRule {
        values = List.copyOf(values);
    }

    /** Whether a file must have the column. */
    public enum Level {
        MANDATORY,
        CONDITIONAL,
        RECOMMENDED
    }

    /**
     * How a value is written.
     *
     * @param minimum smallest decimal allowed
     * @param maximum largest decimal allowed
     */
    public record Type(
            Kind kind,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum) {

        /** Reads {@code decimal}, {@code decimal 0..1}, {@code key-value} and the like. */
        static Type parse(String text) {
            String[] words = text.split(" ");
            Kind kind = Kind.valueOf(words[0].toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
            if (words.length == 1) {
                return new Type(kind, null, null);
            }
            String[] range = words[1].split("\\.\\.", 2);
            return new Type(kind, bound(range[0]), bound(range[1]));
        }

        private static @Nullable BigDecimal bound(String text) {
            return text.isEmpty() ? null : new BigDecimal(text);
        }
    }

    /** Kinds of values. */
    public enum Kind {
        STRING,
        DECIMAL,
        DATETIME,
        /** A code of the list of currencies. */
        CURRENCY,
        /** Text such as {@code GB-Hours}. */
        UNIT,
        /** A JSON object without nesting. */
        KEY_VALUE,
        /** A JSON object. */
        JSON
    }
}
