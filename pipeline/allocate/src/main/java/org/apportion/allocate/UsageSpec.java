package org.apportion.allocate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.CodePointOrder;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.Window;

/**
 * How a usage tier turns samples into weights, apart from whose samples these are. Tiers with equal specs share them.
 *
 * @param metrics of {@code even}: none means any; of {@code maximum}: the two; of {@code mix}: in order of name
 * @param shares mix weights beside the metrics of a mix
 * @param window of {@code even}; else {@code HOUR}
 */
record UsageSpec(String method, List<String> metrics, List<BigDecimal> shares, Window window) {

    static UsageSpec of(Tier tier) {
        if (tier instanceof Tier.Even even) {
            return new UsageSpec(
                    "even", even.metrics().stream().sorted().distinct().toList(), List.of(), even.window());
        } else if (tier instanceof Tier.ByMetric metric) {
            return metric(metric.metric());
        } else if (tier instanceof Tier.ByMaximum maximum) {
            List<String> both = List.of(maximum.first(), maximum.second()).stream()
                    .sorted()
                    .distinct()
                    .toList();
            return new UsageSpec("maximum", both, List.of(), Window.HOUR);
        } else if (tier instanceof Tier.ByMix mix) {
            List<String> metrics = mix.metrics().keySet().stream()
                    .sorted(CodePointOrder.INSTANCE)
                    .toList();
            return new UsageSpec(
                    "mix",
                    metrics,
                    metrics.stream().map(metric -> mix.metrics().get(metric)).toList(),
                    Window.HOUR);
        }
        throw new IllegalArgumentException(tier + " reads no usage");
    }

    static UsageSpec metric(String metric) {
        return new UsageSpec("metric", List.of(metric), List.of(), Window.HOUR);
    }

    static boolean isUsage(Tier tier) {
        return key(tier) != null;
    }

    static Tier.@org.jspecify.annotations.Nullable UsageKey key(Tier tier) {
        if (tier instanceof Tier.Even even) {
            return even.key();
        } else if (tier instanceof Tier.ByMetric metric) {
            return metric.key();
        } else if (tier instanceof Tier.ByMaximum maximum) {
            return maximum.key();
        } else if (tier instanceof Tier.ByMix mix) {
            return mix.key();
        }
        return null;
    }

    boolean isEven() {
        return method.equals("even");
    }

    boolean isMix() {
        return method.equals("mix");
    }

    boolean isMaximum() {
        return method.equals("maximum");
    }

    /** Whether samples of zero count, and metrics that no rule names. */
    boolean isAnyMetric() {
        return isEven() && metrics.isEmpty();
    }

    /** The specs of single metrics that a mix splits to, those of weight zero left out; of others none. */
    List<UsageSpec> inner() {
        List<UsageSpec> inner = new ArrayList<>();
        if (isMix()) {
            WholeWeights weights = WholeWeights.of(shares, "mix of " + metrics);
            for (int i = 0; i < metrics.size(); i++) {
                if (weights.has(i)) {
                    inner.add(metric(metrics.get(i)));
                }
            }
        }
        return inner;
    }
}
