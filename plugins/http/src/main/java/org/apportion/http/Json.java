package org.apportion.http;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON with exact decimals, written without exponents. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /** Far more than any amount has, and fewer than are written without exponent. */
    private static final int MOST_DIGITS = 1000;

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static String write(JsonNode tree) {
        return MAPPER.writeValueAsString(tree);
    }

    /** @return empty if the text is not one JSON value, or holds a number such as 1e99999 that cannot be written digit by digit */
    public static Optional<JsonNode> read(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree.isMissingNode() || hasEndlessNumber(tree) ? Optional.empty() : Optional.of(tree);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static boolean hasEndlessNumber(JsonNode tree) {
        if (tree.isBigDecimal()) {
            return Math.abs((long) tree.decimalValue().scale()) > MOST_DIGITS;
        }
        for (JsonNode each : tree) {
            if (hasEndlessNumber(each)) {
                return true;
            }
        }
        return false;
    }

    /** The text of a member, empty if it is absent or null; numbers and words as they are written. */
    public static String text(JsonNode tree, String member) {
        JsonNode value = tree.path(member);
        return value.isMissingNode() || value.isNull() ? "" : value.asString("");
    }

    /** A member that is a number, or a text that reads as one. */
    public static Optional<BigDecimal> number(JsonNode tree, String member) {
        JsonNode value = tree.path(member);
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        if (!value.isString()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value.stringValue()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A tree of maps, lists, texts, numbers, truths; null members are left out. */
    public static Object plain(JsonNode tree) {
        if (tree.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            tree.properties().forEach(member -> {
                if (!member.getValue().isNull()) {
                    map.put(member.getKey(), plain(member.getValue()));
                }
            });
            return map;
        }
        if (tree.isArray()) {
            List<Object> list = new ArrayList<>();
            tree.forEach(element -> list.add(plain(element)));
            return list;
        }
        if (tree.isBoolean()) {
            return tree.booleanValue();
        }
        return tree.isNumber() ? tree.decimalValue() : tree.asString("");
    }
}
