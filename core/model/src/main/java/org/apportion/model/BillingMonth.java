package org.apportion.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * A calendar month in UTC: the period a bill belongs to (FOCUS {@code BillingPeriodStart} to {@code BillingPeriodEnd}).
 * Written {@code 2026-10}. The start is inclusive, the end exclusive.
 */
public record BillingMonth(YearMonth value) implements Comparable<BillingMonth> {

    public static BillingMonth of(int year, int month) {
        return new BillingMonth(YearMonth.of(year, month));
    }

    /**
     * Reads {@code 2026-10}.
     *
     * @throws IllegalArgumentException if the text is not a year and a month of that form
     */
    public static BillingMonth parse(String text) {
        try {
            return new BillingMonth(YearMonth.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is not a month; write it as 2026-10", e);
        }
    }

    public Instant start() {
        return firstDay().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The first instant that is no longer in the month. */
    public Instant end() {
        return endDay().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public LocalDate firstDay() {
        return value.atDay(1);
    }

    /** The first day of the next month. */
    public LocalDate endDay() {
        return value.plusMonths(1).atDay(1);
    }

    public int days() {
        return value.lengthOfMonth();
    }

    public BillingMonth plusMonths(int months) {
        return new BillingMonth(value.plusMonths(months));
    }

    @Override
    public int compareTo(BillingMonth other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
