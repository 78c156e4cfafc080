package org.apportion.metering.cloudevents;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.metering.audit.PartsDigest;
import tools.jackson.databind.JsonNode;

/**
 * What of a CloudEvent decides about usage. Source: CloudEvents 1.0.2, section 3 (context attributes).
 *
 * @param source with {@code id} the event's identity
 * @param subject empty if it has none
 * @param time when it happened
 * @param data a JSON value; missing if the event has none
 */
record CloudEvent(String source, String id, String type, String subject, Instant time, JsonNode data) {

    /** Equal for events that say the same, however their JSON is written or their content mode is. */
    String digest() {
        List<String> parts = new ArrayList<>(List.of(type, subject, time.toString()));
        addTo(parts, data);
        return PartsDigest.of(parts);
    }

    private static void addTo(List<String> parts, JsonNode node) {
        parts.add(node.getNodeType().name());
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
            parts.add(Integer.toString(sorted.size()));
            sorted.forEach((name, value) -> {
                parts.add(name);
                addTo(parts, value);
            });
        } else if (node.isArray()) {
            parts.add(Integer.toString(node.size()));
            node.forEach(element -> addTo(parts, element));
        } else if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            parts.add(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString());
        } else {
            parts.add(node.asString(""));
        }
    }
}
