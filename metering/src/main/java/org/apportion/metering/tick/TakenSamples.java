package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.UsageReading;

/** What is odd about an adapter's samples, told once as they are taken over; a tick tells the same of the product's own. */
final class TakenSamples {
    private TakenSamples() {}

    static List<String> remarks(List<UsageReading> samples, ProductListing listing) {
        Set<String> known = listing.metrics().stream().map(UsageMetric::name).collect(Collectors.toSet());
        Set<String> remarks = new LinkedHashSet<>();
        Map<Instant, UsageReading> byInstant = new HashMap<>();
        for (UsageReading sample : samples) {
            UsageReading first = byInstant.putIfAbsent(sample.reportedAt(), sample);
            if (first != null && !first.metrics().equals(sample.metrics())) {
                remarks.add("There are two samples of " + sample.reportedAt() + "; the first one counts.");
            }
            remarks.addAll(MetricKinds.told(listing, sample));
            sample.metrics().forEach((metric, value) -> remark(metric, value, sample.reportedAt(), known, remarks));
        }
        return List.copyOf(remarks);
    }

    private static void remark(String metric, BigDecimal value, Instant at, Set<String> known, Set<String> remarks) {
        if (!known.contains(metric)) {
            remarks.add("The samples have the metric " + metric + ", which is not in the file and is not billed.");
        } else if (value.signum() < 0) {
            remarks.add("The sample of " + at + " has a negative value of " + metric + ".");
        }
    }
}
