package org.apportion.metering.local;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.metering.document.Dates;
import org.apportion.metering.reading.ForeignJson;
import org.apportion.metering.reading.UsageNumber;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.UsageReading;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/**
 * A product's answer: {@code {"usage_metrics": [{"usage_metric": "users", "count": 3}]}}. A count that is absent is 0. Beyond
 * the adapter's format, {@code reporting_time} and {@code base_product} may stand beside the list, and {@code dimensions} and
 * {@code tags} (name to number) beside a count, or {@code dimensions} in its place.
 */
final class UsageAnswer {
    private final String text;
    private final Instant now;

    UsageAnswer(String text, Instant now) {
        this.text = text;
        this.now = now;
    }

    /** @throws ApportionException {@code METER_USAGE_UNREAD} */
    UsageReading reading() {
        JsonNode root = parse();
        JsonNode list = root.path("usage_metrics");
        if (!list.isArray()) {
            throw unrecognized("no list usage_metrics");
        }
        Set<String> names = new HashSet<>();
        Map<String, BigDecimal> metrics = new LinkedHashMap<>();
        Map<String, Map<String, BigDecimal>> dimensions = new LinkedHashMap<>();
        Map<String, Map<String, BigDecimal>> tags = new LinkedHashMap<>();
        for (JsonNode entry : list) {
            JsonNode name = entry.path("usage_metric");
            if (!name.isString() || name.stringValue().isEmpty()) {
                throw unrecognized("an entry without usage_metric");
            }
            if (!names.add(name.stringValue())) {
                throw unrecognized("the metric '" + name.stringValue() + "' twice");
            }
            if (entry.has("count") || !entry.has("dimensions")) {
                metrics.put(
                        name.stringValue(),
                        entry.has("count") ? number(name.stringValue(), entry.path("count")) : BigDecimal.ZERO);
            }
            numbers(name.stringValue(), entry.path("dimensions"))
                    .ifPresent(values -> dimensions.put(name.stringValue(), values));
            numbers(name.stringValue(), entry.path("tags")).ifPresent(values -> tags.put(name.stringValue(), values));
        }
        return new UsageReading(time(root), metrics, dimensions, base(root), tags);
    }

    /** Numbers by name; empty if there is no such member. */
    private static Optional<Map<String, BigDecimal>> numbers(String metric, JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            throw unrecognized("dimensions or tags of '" + metric + "' that are no object");
        }
        Map<String, BigDecimal> values = new LinkedHashMap<>();
        node.properties().forEach(each -> values.put(each.getKey(), number(metric, each.getValue())));
        return Optional.of(values);
    }

    private JsonNode parse() {
        try {
            return ForeignJson.tree(text);
        } catch (JacksonException e) {
            throw error("Could not deserialized JSON from application API: " + place(e.getLocation()), e);
        }
    }

    /** Where it is wrong, without what is there: answers may hold secrets. */
    private static String place(@Nullable TokenStreamLocation at) {
        return at == null ? "it is no JSON" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + " is no JSON";
    }

    private static BigDecimal number(String metric, JsonNode value) {
        return UsageNumber.of(value)
                .orElseThrow(() -> unrecognized("the value of '" + metric + "' is no number of at most "
                        + UsageNumber.MOST_DIGITS + " digits"));
    }

    private Instant time(JsonNode root) {
        JsonNode time = root.path("reporting_time");
        if (time.isMissingNode()) {
            return now;
        }
        return Dates.parse(time.asString("")).orElseThrow(() -> unrecognized("reporting_time is no time"));
    }

    private static Optional<String> base(JsonNode root) {
        return Optional.of(root.path("base_product")).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    private static ApportionException unrecognized(String detail) {
        return error("Unrecognized application API response: " + detail, null);
    }

    private static ApportionException error(String problem, @Nullable Throwable cause) {
        return new ApportionException(
                LocalError.METER_USAGE_UNREAD,
                "",
                problem + ".",
                "Correct what the product answers; it is asked again at the next tick.",
                cause);
    }
}
