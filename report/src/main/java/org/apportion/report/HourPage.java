package org.apportion.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apportion.report.exposition.MetricFamily;

/**
 * What a scrape of the hourly feed is answered with.
 *
 * @param hour start of the hour told, UTC; empty if there is no hour to tell (yet)
 */
public record HourPage(Optional<Instant> hour, List<MetricFamily> families) {

    public HourPage {
        families = List.copyOf(families);
    }
}
