package org.apportion.metering.tick;

import java.util.ArrayList;
import java.util.List;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.UsageReading;

/** Whether a metric is told as its configuration wants it: one number, or one of each dimension. What is told otherwise is billed nowhere. */
public final class MetricKinds {
    private MetricKinds() {}

    /** Sentences about the metrics of a reading that are of the other kind, without the instant. */
    public static List<String> told(ProductListing listing, UsageReading reading) {
        List<String> told = new ArrayList<>();
        for (UsageMetric metric : listing.metrics()) {
            boolean number = reading.metrics().containsKey(metric.name());
            boolean perDimension = reading.dimensions().containsKey(metric.name());
            if (metric.reporting() == ConsumptionReporting.PER_DIMENSION && number && !perDimension) {
                told.add("The metric '" + metric.name()
                        + "' is reported per dimension, but one number was told; it is billed nowhere.");
            } else if (metric.reporting() != ConsumptionReporting.PER_DIMENSION && perDimension && !number) {
                told.add("The metric '" + metric.name()
                        + "' is one number, but was told per dimension; it is billed nowhere.");
            }
        }
        return told;
    }
}
