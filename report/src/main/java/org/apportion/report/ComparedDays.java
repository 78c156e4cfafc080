package org.apportion.report;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What told days are now, to compare them with what was told. Days of closed months never change, so they are read once for each
 * closing as long as the server runs, not after each run. Used by one thread at a time.
 */
final class ComparedDays {
    /** Days that end earlier before now are not compared any more: bills are closed by then, and history grows without end. */
    static final int DAYS = 62;

    private final Map<LocalDate, Frozen> closed = new HashMap<>();

    private record Frozen(String closing, DayDigest digest) {}

    /**
     * Each day with what it is; a day without charges is nothing.
     *
     * @param closing which closing of its bills a day has, another one after they were opened again; empty while one is open
     * @param reading of several days at once
     */
    Map<LocalDate, DayDigest> of(
            Set<LocalDate> told,
            Function<LocalDate, Optional<String>> closing,
            Function<Set<LocalDate>, Map<LocalDate, DayDigest>> reading) {
        closed.entrySet()
                .removeIf(one -> !told.contains(one.getKey())
                        || !closing.apply(one.getKey())
                                .equals(Optional.of(one.getValue().closing())));
        Set<LocalDate> unknown = new TreeSet<>(told);
        unknown.removeAll(closed.keySet());
        Map<LocalDate, DayDigest> all = new HashMap<>();
        closed.forEach((day, frozen) -> all.put(day, frozen.digest()));
        if (!unknown.isEmpty()) {
            Map<LocalDate, DayDigest> read = reading.apply(unknown);
            all.putAll(read);
            unknown.forEach(day -> closing.apply(day)
                    .ifPresent(name -> closed.put(day, new Frozen(name, read.getOrDefault(day, DayDigest.NONE)))));
        }
        return all;
    }
}
