package org.apportion.confluent;

import java.util.TreeSet;
import org.apportion.http.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON with its members in order and without nulls, so that the same content has the same bytes. */
final class SortedJson {
    private SortedJson() {}

    static JsonNode of(JsonNode tree) {
        if (tree.isObject()) {
            ObjectNode sorted = Json.object();
            for (String name : new TreeSet<>(tree.propertyNames())) {
                JsonNode member = tree.path(name);
                if (!member.isNull()) {
                    sorted.set(name, of(member));
                }
            }
            return sorted;
        }
        if (tree.isArray()) {
            ArrayNode list = Json.array();
            tree.forEach(element -> list.add(of(element)));
            return list;
        }
        return tree;
    }
}
