package org.apportion.config.section;

import java.util.List;
import java.util.Locale;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.PluginChoice;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;

/** Checks that usage which is told by events is aggregated as what it is: what was used adds up, what is in use does not. */
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
        } else if (kind.equals("delta") && !sum) {
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
        } else if (mapping.matches("(?s).*;\\s*dimension\\s*=.*")
                != (metric.reporting() == ConsumptionReporting.PER_DIMENSION)) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    place,
                    "The events of the metric " + metric.name()
                            + " and its consumption_reporting do not fit: it would be" + " billed nowhere.",
                    "Write dimension= with per_dimension, and only with it.");
        }
    }
}
