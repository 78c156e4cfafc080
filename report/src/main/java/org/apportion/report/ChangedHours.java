package org.apportion.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.ledger.cursor.ToldDay;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;

/** Hours that were told once and would be told otherwise now: their day was charged anew. */
final class ChangedHours {
    private static final List<String> LABELS = List.of("reader");

    private final Map<String, Long> changed = new TreeMap<>();
    private final Map<String, Long> provisional = new TreeMap<>();

    private ChangedHours() {}

    /** @param now what the days' charges are now; nothing of a day that has none any more */
    static List<MetricFamily> of(List<ToldDay> told, Map<LocalDate, DayDigest> now) {
        ChangedHours hours = new ChangedHours();
        told.forEach(one -> hours.add(one, now.getOrDefault(one.day(), DayDigest.NONE)));
        return List.of(
                MetricFamily.of(
                        "apportion_hours_provisional_since_told",
                        "Hours that a reader of the hourly pages was told and whose shares of the whole month, such as support"
                                + " and credits, are others by now, nothing else.",
                        LABELS,
                        samples(hours.provisional)),
                MetricFamily.of(
                        "apportion_hours_changed_since_told",
                        "Hours that a reader of the hourly pages was told and whose day's charges are others by now, shares of the"
                                + " whole month left out.",
                        LABELS,
                        samples(hours.changed)));
    }

    private void add(ToldDay one, DayDigest now) {
        boolean isSame = now.isAsTold(one.digest());
        boolean isProvisional = isSame && !now.isOfMonthAsTold(one.digest());
        changed.merge(one.reader(), isSame ? 0 : one.hours(), Long::sum);
        provisional.merge(one.reader(), isProvisional ? one.hours() : 0, Long::sum);
    }

    private static List<MetricSample> samples(Map<String, Long> hours) {
        List<MetricSample> samples = new ArrayList<>();
        hours.forEach((reader, count) -> samples.add(MetricSample.of(List.of(reader), count)));
        return samples;
    }
}
