package org.apportion.report;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What told days are now, to compare them with what was told. Days of closed months never change, so they are read once as long as the
 * server runs, not after each run. Used by one thread at a time.
 */
final class ComparedDays {
    /** Days that end earlier before now are not compared any more: bills are closed by then, and history grows without end. */
    static final int DAYS = 62;

    private final Map<LocalDate, DayDigest> closed = new HashMap<>();

    /**
     * Each day with what it is; a day without charges is nothing.
     *
     * @param isClosed whether all bills of a day are closed
     * @param reading of several days at once
     */
    Map<LocalDate, DayDigest> of(
            Set<LocalDate> told,
            Predicate<LocalDate> isClosed,
            Function<Set<LocalDate>, Map<LocalDate, DayDigest>> reading) {
        closed.keySet().removeIf(day -> !told.contains(day) || !isClosed.test(day));
        Set<LocalDate> unknown = new TreeSet<>(told);
        unknown.removeAll(closed.keySet());
        Map<LocalDate, DayDigest> all = new HashMap<>(closed);
        if (!unknown.isEmpty()) {
            Map<LocalDate, DayDigest> read = reading.apply(unknown);
            all.putAll(read);
            unknown.stream().filter(isClosed).forEach(day -> closed.put(day, read.getOrDefault(day, DayDigest.NONE)));
        }
        return all;
    }
}
