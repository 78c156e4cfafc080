package org.apportion.config.schema;

import java.util.Map;
import org.apportion.config.problem.Place;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;
import tools.jackson.databind.JsonNode;

/** Fills in the defaults that the schema states, so that they stand in one place only and show up in listings. */
public final class SchemaDefaults {
    private final ConfigSchema schema;

    public SchemaDefaults(ConfigSchema schema) {
        this.schema = schema;
    }

    public MapNode fill(MapNode tree) {
        return object(tree, schema.root());
    }

    private Node fill(Node node, JsonNode at) {
        JsonNode found = schema.follow(at);
        if (node instanceof MapNode map) {
            return object(map, found);
        }
        if (node instanceof ListNode list) {
            JsonNode items = found.path("items");
            return new ListNode(
                    list.items().stream().map(item -> fill(item, items)).toList(), list.place());
        }
        return node;
    }

    private MapNode object(MapNode map, JsonNode at) {
        JsonNode chosen = at.has("if") ? branch(map, at) : at;
        MapNode filled = map;
        for (Map.Entry<String, JsonNode> property : schema.properties(chosen).entrySet()) {
            String key = property.getKey();
            JsonNode standard = property.getValue().path("default");
            Node value = filled.find(key).orElse(null);
            if (value == null && !standard.isMissingNode()) {
                value = standardValue(standard);
            }
            if (value != null) {
                filled = filled.with(key, fill(value, property.getValue()));
            }
        }
        return filled;
    }

    /** Follows the only sort of choice that the schema makes between objects: by a key that is there or not. */
    private JsonNode branch(MapNode map, JsonNode at) {
        boolean holds = true;
        for (JsonNode required : at.path("if").path("required")) {
            holds &= map.find(required.asString()).isPresent();
        }
        return schema.follow(at.path(holds ? "then" : "else"));
    }

    private static Node standardValue(JsonNode standard) {
        if (standard.isObject()) {
            return new MapNode(Map.of(), Place.DEFAULT);
        }
        ScalarNode.Type type = standard.isBoolean()
                ? ScalarNode.Type.BOOLEAN
                : standard.isNumber() ? ScalarNode.Type.INTEGER : ScalarNode.Type.TEXT;
        return ScalarNode.ofDefault(standard.asString(), type);
    }
}
