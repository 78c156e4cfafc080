package org.apportion.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The days on which something holds, in UTC: {@code from} inclusive, {@code to} exclusive. A missing bound is open.
 */
public record Validity(@Nullable LocalDate from, @Nullable LocalDate to) {

    public static final Validity ALWAYS = new Validity(null, null);

    public Validity {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("valid-from " + from + " must be before valid-to " + to);
        }
    }

    public boolean contains(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || day.isBefore(to));
    }

    public boolean contains(Instant instant) {
        return contains(LocalDate.ofInstant(instant, ZoneOffset.UTC));
    }

    public boolean overlaps(Validity other) {
        boolean startsBeforeOtherEnds = from == null || other.to == null || from.isBefore(other.to);
        boolean otherStartsBeforeEnd = other.from == null || to == null || other.from.isBefore(to);
        return startsBeforeOtherEnds && otherStartsBeforeEnd;
    }
}
