package org.apportion.price;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Days at which something may change cut time into stretches in which nothing does. */
final class Timeline {
    private final long[] cuts;

    /** @param cuts first days of something new, in any order */
    Timeline(Collection<LocalDate> cuts) {
        this.cuts = cuts.stream()
                .mapToLong(LocalDate::toEpochDay)
                .sorted()
                .distinct()
                .toArray();
    }

    /** The number of the day's stretch: later stretches have higher numbers. */
    int stretch(LocalDate day) {
        int found = Arrays.binarySearch(cuts, day.toEpochDay());
        return found < 0 ? -found - 1 : found + 1;
    }

    /** The range, cut where a stretch begins inside it. */
    List<DayRange> cut(DayRange range) {
        List<DayRange> pieces = new ArrayList<>();
        LocalDate from = range.from();
        for (long cut : cuts) {
            LocalDate day = LocalDate.ofEpochDay(cut);
            if (day.isAfter(from) && day.isBefore(range.to())) {
                pieces.add(new DayRange(from, day));
                from = day;
            }
        }
        pieces.add(new DayRange(from, range.to()));
        return pieces;
    }
}
