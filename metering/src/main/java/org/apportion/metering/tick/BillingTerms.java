package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.document.PlainJson;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.DimensionBand;
import org.apportion.model.metering.MeteringMode;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.MeteringSetting;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.UsageReading;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What decides about a period's money besides its samples. It is kept with each closed period, so that a late sample is billed,
 * and a charge explained, by what held when the period was closed.
 *
 * @param query how often the product is asked: what is a gap
 * @param held the last sample before the period where missing samples hold the last value, as it was when the period was closed; empty
 *     in an optional: there was none; empty: it was not kept, or does not matter
 * @param quantityScale decimals that the marketplace takes
 */
public record BillingTerms(
        List<UsageMetric> metrics,
        Duration query,
        SamplePolicy.Missing missing,
        MeteringModes modes,
        int quantityScale,
        Optional<Held> held) {
    /** Absent where the last tier of the list took all that no tier held. */
    private static final String TIERS = "tiers";

    private static final String TIERS_WITHOUT_HOLES = "without_holes";

    public BillingTerms {
        metrics = List.copyOf(metrics);
    }

    /** The last sample before the period, if there was one. */
    public record Held(Optional<UsageReading> last) {}

    /** @param before the last sample before the period */
    static BillingTerms of(ProductListing listing, int quantityScale, Optional<UsageReading> before) {
        boolean holds = listing.samples().missing() == SamplePolicy.Missing.HOLD_LAST;
        return new BillingTerms(
                listing.metrics(),
                listing.reporting().query(),
                listing.samples().missing(),
                listing.modes(),
                quantityScale,
                holds ? Optional.of(new Held(before)) : Optional.empty());
    }

    /** The last sample before the period: the one that counted when it was closed, if that was kept, else the one of now. */
    public Optional<UsageReading> before(Optional<UsageReading> now) {
        return held.map(Held::last).orElse(now);
    }

    /** The listing with these terms in place of its own. */
    public ProductListing over(ProductListing listing) {
        ReportingCycle reporting = listing.reporting();
        return new ProductListing(
                listing.name(),
                listing.productCode(),
                listing.customers(),
                listing.billing(),
                new ReportingCycle(query, reporting.heartbeat(), reporting.cumulative()),
                metrics,
                listing.marketplace(),
                listing.usage(),
                listing.store(),
                new SamplePolicy(listing.samples().late(), listing.samples().grace(), missing),
                listing.archive(),
                modes);
    }

    /** Equal terms give equal texts. */
    String json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("metrics", metrics.stream().map(BillingTerms::tree).toList());
        tree.put("query", query.toString());
        tree.put("missing", missing.name());
        Map<String, Object> settings = new LinkedHashMap<>();
        for (MeteringSetting setting : MeteringSetting.values()) {
            settings.put(setting.name(), modes.of(setting).name());
        }
        tree.put("modes", settings);
        tree.put(TIERS, TIERS_WITHOUT_HOLES);
        tree.put("scale", quantityScale);
        held.ifPresent(each -> tree.put("held", HeldText.tree(each.last())));
        return PlainJson.of(tree);
    }

    private static Map<String, Object> tree(UsageMetric metric) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", metric.name());
        tree.put("aggregation", metric.aggregation().name());
        tree.put("sub_period", metric.subPeriod().name());
        tree.put("reporting", metric.reporting().name());
        tree.put("minimum", metric.minimumConsumption().toPlainString());
        List<Object> bands = new ArrayList<>();
        for (DimensionBand band : metric.bands()) {
            Map<String, @Nullable Object> bounds = new LinkedHashMap<>();
            bounds.put("dimension", band.dimension());
            bounds.put("min", band.min().map(BigDecimal::toPlainString).orElse(null));
            bounds.put("max", band.max().map(BigDecimal::toPlainString).orElse(null));
            bounds.put("sum", band.sum());
            bands.add(bounds);
        }
        tree.put("bands", bands);
        return tree;
    }

    /** @param json of {@link #json} */
    public static BillingTerms parse(String json) {
        JsonNode tree = JsonMapper.shared().readTree(json);
        List<UsageMetric> metrics = new ArrayList<>();
        tree.path("metrics").forEach(node -> metrics.add(metric(node)));
        Map<MeteringSetting, MeteringMode> modes = new LinkedHashMap<>();
        for (MeteringSetting setting : MeteringSetting.values()) {
            String mode = tree.path("modes").path(setting.name()).asString(MeteringMode.DOCUMENTED.name());
            modes.put(setting, MeteringMode.valueOf(mode));
        }
        boolean restIsTheLast = !tree.path(TIERS).asString("").equals(TIERS_WITHOUT_HOLES);
        if (restIsTheLast && modes.get(MeteringSetting.TIERED_REMAINDER) == MeteringMode.DOCUMENTED) {
            modes.put(MeteringSetting.TIERED_REMAINDER, MeteringMode.FORMER);
        }
        return new BillingTerms(
                metrics,
                Duration.parse(tree.path("query").asString("")),
                SamplePolicy.Missing.valueOf(tree.path("missing").asString("")),
                new MeteringModes(MeteringMode.DOCUMENTED, modes),
                tree.path("scale").asInt(),
                tree.has("held") ? Optional.of(new Held(HeldText.parse(tree.path("held")))) : Optional.empty());
    }

    private static UsageMetric metric(JsonNode node) {
        List<DimensionBand> bands = new ArrayList<>();
        node.path("bands")
                .forEach(band -> bands.add(new DimensionBand(
                        band.path("dimension").asString(""),
                        bound(band.path("min")),
                        bound(band.path("max")),
                        band.path("sum").asBoolean(false))));
        return new UsageMetric(
                node.path("name").asString(""),
                UsageAggregation.valueOf(node.path("aggregation").asString("")),
                BillingInterval.valueOf(node.path("sub_period").asString("")),
                ConsumptionReporting.valueOf(node.path("reporting").asString("")),
                new BigDecimal(node.path("minimum").asString("0")),
                bands);
    }

    private static Optional<BigDecimal> bound(JsonNode node) {
        return Optional.ofNullable(node.asString(null)).map(BigDecimal::new);
    }
}
