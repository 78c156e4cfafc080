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
    private ChangedHours() {}

    /** @param now digests of the days' charges as they are now; none of a day that has none any more */
    static MetricFamily of(List<ToldDay> told, Map<LocalDate, String> now) {
        Map<String, Long> changed = new TreeMap<>();
        for (ToldDay one : told) {
            boolean isSame = one.digest().equals(now.get(one.day()));
            changed.merge(one.reader(), isSame ? 0 : one.hours(), Long::sum);
        }
        List<MetricSample> samples = new ArrayList<>();
        changed.forEach((reader, hours) -> samples.add(MetricSample.of(List.of(reader), hours)));
        return MetricFamily.of(
                "apportion_hours_changed_since_told",
                "Hours that a reader of the hourly pages was told and whose day's charges are others by now.",
                List.of("reader"),
                samples);
    }
}
