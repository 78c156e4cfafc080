package org.apportion.config.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A tree as the schema library wants it. Numbers stay exact. */
final class JsonTree {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** Longer numbers are taken as text, so that nobody can make us compute with millions of digits. */
    private static final int LONGEST_NUMBER = 100;

    private JsonTree() {}

    static JsonNode of(Node node) {
        if (node instanceof MapNode map) {
            ObjectNode object = JSON.objectNode();
            map.entries().forEach((key, entry) -> object.set(key, of(entry.value())));
            return object;
        }
        if (node instanceof ListNode list) {
            ArrayNode array = JSON.arrayNode();
            list.items().forEach(item -> array.add(of(item)));
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.text();
        return switch (scalar.type()) {
            case TEXT -> JSON.stringNode(text);
            case BOOLEAN -> JSON.booleanNode(text.equalsIgnoreCase("true"));
            case NULL -> JSON.nullNode();
            case INTEGER ->
                text.matches("[-+]?[0-9]{1," + LONGEST_NUMBER + "}")
                        ? JSON.numberNode(new BigInteger(text.startsWith("+") ? text.substring(1) : text))
                        : JSON.stringNode(text);
            case DECIMAL ->
                text.matches("[-+]?[0-9]+([.][0-9]+)?") && text.length() <= LONGEST_NUMBER
                        ? JSON.numberNode(new BigDecimal(text))
                        : JSON.stringNode(text);
        };
    }
}
