package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.spi.metering.UsageReading;
import tools.jackson.databind.JsonNode;

/** A sample whose values are held beyond it, in the text of the terms: its instant and numbers, no tags. */
final class HeldText {
    private HeldText() {}

    /** @return empty if there is none */
    static Map<String, Object> tree(Optional<UsageReading> reading) {
        Map<String, Object> tree = new LinkedHashMap<>();
        reading.ifPresent(each -> {
            tree.put("at", each.reportedAt().toString());
            tree.put("metrics", texts(each.metrics()));
            Map<String, Object> dimensions = new TreeMap<>();
            each.dimensions().forEach((metric, values) -> dimensions.put(metric, texts(values)));
            tree.put("dimensions", dimensions);
        });
        return tree;
    }

    private static Map<String, Object> texts(Map<String, BigDecimal> values) {
        Map<String, Object> texts = new TreeMap<>();
        values.forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }

    static Optional<UsageReading> parse(JsonNode tree) {
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Map<String, BigDecimal>> dimensions = new LinkedHashMap<>();
        tree.path("dimensions").properties().forEach(each -> dimensions.put(each.getKey(), numbers(each.getValue())));
        return Optional.of(new UsageReading(
                Instant.parse(tree.path("at").asString("")),
                numbers(tree.path("metrics")),
                dimensions,
                Optional.empty()));
    }

    private static Map<String, BigDecimal> numbers(JsonNode node) {
        Map<String, BigDecimal> numbers = new LinkedHashMap<>();
        node.properties()
                .forEach(each -> numbers.put(
                        each.getKey(), new BigDecimal(each.getValue().asString("0"))));
        return numbers;
    }
}
