package org.apportion.server;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apportion.report.MetricsFeed;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;

/** All families that the server tells, those of single hours too. */
final class ToldFamilies {
    private ToldFamilies() {}

    static List<MetricFamily> ofTotals(MetricsFeed feed) {
        return feed.totals();
    }

    static List<MetricFamily> ofHours(MetricsFeed feed) {
        return feed.last("nobody").families();
    }

    /** The same with a sample in each family, all at one time. */
    static List<MetricFamily> filled(List<MetricFamily> families, Instant at) {
        List<MetricFamily> filled = new ArrayList<>();
        for (MetricFamily family : families) {
            List<MetricSample> samples = new ArrayList<>();
            family.samples()
                    .forEach(
                            sample -> samples.add(new MetricSample(sample.values(), sample.number(), Optional.of(at))));
            if (samples.isEmpty()) {
                List<String> values = Collections.nCopies(family.labels().size(), "any");
                samples.add(new MetricSample(values, BigDecimal.ONE, Optional.of(at)));
            }
            filled.add(new MetricFamily(family.name(), family.help(), family.unit(), family.labels(), samples));
        }
        return filled;
    }
}
