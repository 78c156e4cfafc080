package org.apportion.testkit.marketplace;

import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as strict services read it. */
final class JsonText {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private JsonText() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** @return an empty object if the text is not a JSON object */
    static JsonNode read(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree.isObject() ? tree : object();
        } catch (JacksonException e) {
            return object();
        }
    }

    static String write(JsonNode tree) {
        return MAPPER.writeValueAsString(tree);
    }

    static String text(JsonNode tree, String member) {
        return tree.path(member).isString() ? tree.path(member).stringValue() : "";
    }

    static BigDecimal number(JsonNode tree, String member) {
        return tree.path(member).isNumber() ? tree.path(member).decimalValue() : BigDecimal.ONE.negate();
    }

    /** Members that are not among the known ones, sorted. */
    static Set<String> unknownMembers(JsonNode tree, Set<String> known) {
        Set<String> unknown = new TreeSet<>(tree.propertyNames());
        unknown.removeAll(known);
        return unknown;
    }
}
