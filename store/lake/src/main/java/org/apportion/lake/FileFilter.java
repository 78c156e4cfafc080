package org.apportion.lake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * Chooses files. A file that cannot hold a matching row is left out; the others may hold rows that do not match, except for
 * {@link #is} and {@link #in} on partition columns, which are exact. Immutable.
 */
public final class FileFilter {
    public static final FileFilter ALL = new FileFilter(Expressions.alwaysTrue());

    private final Expression expression;

    private FileFilter(Expression expression) {
        this.expression = expression;
    }

    public FileFilter is(String column, String value) {
        return and(Expressions.equal(column, value));
    }

    /** No value at all means no file. */
    public FileFilter in(String column, Collection<String> values) {
        return and(values.isEmpty() ? Expressions.alwaysFalse() : Expressions.in(column, values.toArray()));
    }

    public FileFilter is(String column, long value) {
        return and(Expressions.equal(column, value));
    }

    /** Files that may have a timestamp in {@code [from, to)}. */
    public FileFilter between(String column, Instant from, Instant to) {
        return and(Expressions.and(
                Expressions.greaterThanOrEqual(column, micros(from)), Expressions.lessThan(column, micros(to))));
    }

    /** Files that may have a date in {@code [from, to)}. */
    public FileFilter between(String column, LocalDate from, LocalDate to) {
        return and(Expressions.and(
                Expressions.greaterThanOrEqual(column, (int) from.toEpochDay()),
                Expressions.lessThan(column, (int) to.toEpochDay())));
    }

    Expression expression() {
        return expression;
    }

    private FileFilter and(Expression other) {
        return new FileFilter(Expressions.and(expression, other));
    }

    /** Microseconds since 1970; holds for all years of four digits, where {@code ChronoUnit} overflows after 2262. */
    static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }
}
