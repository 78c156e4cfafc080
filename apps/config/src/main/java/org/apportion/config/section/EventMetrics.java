package org.apportion.config.section;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.PluginChoice;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;

/**
 * Checks that usage which is told by events is aggregated as what it is: what was used adds up, what is in use does not; and that events
 * name a dimension where the metric is reported per dimension, and only there.
 */
final class EventMetrics {
    private static final String CLOUDEVENTS = "cloudevents";

    private final Place place;
    private final Problems problems;

    /** @param place of the key usage */
    EventMetrics(Place place, Problems problems) {
        this.place = place;
        this.problems = problems;
    }

    void check(PluginChoice usage, List<UsageMetric> metrics) {
        if (usage.name().equals(CLOUDEVENTS)) {
            metrics.forEach(metric -> check(metric, usage.settings().getOrDefault(metric.name(), "")));
        }
    }

    private void check(UsageMetric metric, String mapping) {
        String kind = mapping.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean sum = metric.aggregation() == UsageAggregation.SUM;
        if (mapping.isEmpty()) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    place,
                    "No events tell the metric " + metric.name() + ".",
                    "Add it, such as " + metric.name() + ": \"delta; type=com.example.called\".");
            return;
        }
        dimension(metric, mapping);
        if (kind.equals("delta") && !sum) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    place,
                    "Each event adds to the metric " + metric.name() + ", so its aggregation can only be sum.",
                    "Write usage_aggregation: sum, or level if an event tells how much is in use.");
        } else if (kind.equals("level") && sum) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    place,
                    "Each event tells how much of the metric " + metric.name()
                            + " is in use, so sum would bill it once per event.",
                    "Write another usage_aggregation, or delta if an event tells what was used.");
        }
    }

    private void dimension(UsageMetric metric, String mapping) {
        boolean named =
                Arrays.stream(mapping.split(";")).anyMatch(word -> word.strip().matches("dimension\\s*=.*"));
        boolean perDimension = metric.reporting() == ConsumptionReporting.PER_DIMENSION;
        if (perDimension && !named) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    place,
                    "The metric " + metric.name() + " is per_dimension, and its events name no dimension.",
                    "Add dimension=/name, a JSON pointer to it; else nothing is billed.");
        } else if (!perDimension && named) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    place,
                    "The events of the metric " + metric.name() + " name a dimension, and it is not per_dimension.",
                    "Write consumption_reporting: per_dimension, or leave dimension= out; else nothing is billed.");
        }
    }
}
