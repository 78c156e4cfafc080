package org.apportion.allocate;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of the exponents q that a run needs: first one per metric, in the order of {@link RuleBook#metrics}, then
 * one per pair of a maximum. Names are the metric, or both joined by {@code |}.
 */
final class Scales {
    private final List<String> metrics;
    private final List<UsageSpec> pairs;

    Scales(RuleBook book) {
        metrics = book.metrics();
        pairs = book.specs().stream().filter(UsageSpec::isMaximum).toList();
    }

    int ofPair(UsageSpec maximum) {
        return metrics.size() + pairs.indexOf(maximum);
    }

    /** For each scale the metrics whose samples count, as (metric, scale). */
    List<List<String>> members() {
        List<List<String>> members = new ArrayList<>();
        metrics.forEach(metric -> members.add(List.of(metric)));
        pairs.forEach(pair -> members.add(pair.metrics()));
        return members;
    }

    List<String> names() {
        return members().stream().map(each -> String.join("|", each)).toList();
    }
}
