package org.apportion.config.section;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.DimensionBand;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;

/** Reads the metrics of a product and their dimensions. */
final class UsageMetricsReader {
    private static final String METRICS = "usage_metrics";

    private final Fields fields;
    private final Problems problems;
    private final BandChecks checks;
    private final Map<String, Shared> dimensions = new HashMap<>();

    UsageMetricsReader(Fields fields, MeteringModes modes) {
        this.fields = fields;
        this.problems = fields.problems();
        this.checks = new BandChecks(problems, modes);
    }

    List<UsageMetric> metrics() {
        Optional<Fields> section = fields.child(METRICS);
        if (section.isEmpty() && fields.node(METRICS).isEmpty()) {
            problems.add(
                    ConfigError.CONFIG_KEY_MISSING,
                    fields.place(),
                    "The key '" + METRICS + "' is missing.",
                    "Add it: the numbers that the product reports, by name.");
        }
        List<UsageMetric> metrics = new ArrayList<>();
        section.ifPresent(of -> of.map()
                .entries()
                .forEach((name, entry) ->
                        of.child(name).ifPresent(metric -> metrics.add(metric(name, entry.keyPlace(), metric)))));
        return List.copyOf(metrics);
    }

    private UsageMetric metric(String name, Place place, Fields of) {
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    place,
                    "The name of a metric is empty or has a character that cannot be seen.",
                    "Name it as the product does, such as users.");
        }
        List<DimensionBand> bands = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        boolean readable = true;
        for (Fields band : of.items("dimensions")) {
            bands.add(new DimensionBand(
                    band.text("dimension").orElse(""), band.decimal("min"), band.decimal("max"), band.flag("sum")));
            places.add(band.place());
            readable &= isReadable(band, "min") && isReadable(band, "max");
            share(name, band);
        }
        UsageMetric metric = new UsageMetric(
                name,
                word(of, "usage_aggregation", UsageAggregation.values(), UsageAggregation.MAXIMUM),
                word(of, "sub_period", BillingInterval.values(), BillingInterval.HOURLY),
                word(of, "consumption_reporting", ConsumptionReporting.values(), ConsumptionReporting.VOLUME),
                of.decimal("minimum_consumption").orElse(BigDecimal.ZERO),
                bands);
        if (readable) {
            checks.check(metric, place, places);
        }
        return metric;
    }

    /** A bound that is no number is told as such; taken for none, it would seem to overlap. */
    private static boolean isReadable(Fields band, String bound) {
        return band.node(bound).isEmpty() || band.decimal(bound).isPresent();
    }

    /** Metrics that share a dimension are added, if each says so: the adapter lost all but the last. */
    private void share(String metric, Fields band) {
        Optional<ScalarNode> name = band.scalar("dimension");
        if (name.isEmpty()) {
            return;
        }
        Shared here = new Shared(metric, name.get(), band.flag("sum"));
        Shared first = dimensions.putIfAbsent(name.get().text(), here);
        if (first == null || first.metric().equals(metric)) {
            return;
        }
        for (Shared each : List.of(first, here)) {
            if (!each.sum()) {
                problems.add(
                        ConfigError.CONFIG_CONFLICT,
                        each.name().place(),
                        "The dimension '" + each.name().written() + "' is shared by the metrics '" + first.metric()
                                + "' and '" + metric + "'.",
                        "If their usage is to be added, write sum: true beside the dimension at each place; else give each"
                                + " its own.");
            }
        }
    }

    private static <E extends Enum<E>> E word(Fields of, String key, E[] values, E standard) {
        return of.text(key)
                .flatMap(text -> List.of(values).stream()
                        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
                        .findFirst())
                .orElse(standard);
    }

    private record Shared(String metric, ScalarNode name, boolean sum) {}
}
