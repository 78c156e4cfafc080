package org.apportion.benchmark;

import java.time.Instant;
import org.apportion.report.HourPage;
import org.apportion.report.MetricsFeed;
import org.apportion.report.exposition.ExpositionFormat;

/** A reader of the pages of ccloud-chargeback-helper, hour by hour from the first one on, each as text. */
final class HourlyPages {
    private static final String READER = "benchmark";
    private static final int HOURS = 24;

    private final MetricsFeed feed;
    private int read;

    HourlyPages(MetricsFeed feed) {
        this.feed = feed;
    }

    void next() {
        HourPage page = feed.next(READER);
        Instant hour = page.hour().orElseThrow(() -> new IllegalStateException("no day is left: make more"));
        ExpositionFormat.OPEN_METRICS.render(page.families());
        feed.served(READER, hour);
        read++;
    }

    /** What is left of the day that was begun. */
    void restOfDay() {
        while (read % HOURS != 0) {
            next();
        }
    }

    void totals() {
        ExpositionFormat.OPEN_METRICS.render(feed.totals());
    }
}
