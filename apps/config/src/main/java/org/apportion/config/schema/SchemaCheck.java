package org.apportion.config.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.secret.Interpolation;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import tools.jackson.databind.JsonNode;

/** Checks a tree against the schema and adds every difference with its place, in our words. */
public final class SchemaCheck {
    private final ConfigSchema schema;
    private final Problems problems;

    public SchemaCheck(ConfigSchema schema, Problems problems) {
        this.schema = schema;
        this.problems = problems;
    }

    public void check(MapNode tree) {
        Schema validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.root());
        for (Error error : validator.validate(JsonTree.of(tree))) {
            report(tree, error);
        }
    }

    private void report(MapNode tree, Error error) {
        List<String> path = steps(error.getInstanceLocation());
        Node node = find(tree, path);
        String key = lastKey(path);
        List<String> keyword = steps(error.getSchemaLocation().getFragment());
        JsonNode at = schema.at(keyword.subList(0, keyword.size() - 1));
        String property = error.getProperty() == null ? "" : error.getProperty();
        switch (error.getKeyword()) {
            case "additionalProperties" -> unknownKey((MapNode) node, property, at);
            case "required" -> missingKey(node.place(), property, at, path.isEmpty());
            case "type" ->
                add(
                        ConfigError.CONFIG_WRONG_TYPE,
                        node.place(),
                        SchemaWords.type(new SchemaWords.Difference(
                                key, node, "type", at, schema.meaning(path), isSecret(path))));
            default ->
                add(
                        ConfigError.CONFIG_WRONG_VALUE,
                        node.place(),
                        SchemaWords.value(new SchemaWords.Difference(
                                key, node, error.getKeyword(), at, schema.meaning(path), isSecret(path))));
        }
    }

    private void unknownKey(MapNode map, String property, JsonNode at) {
        MapNode.Entry entry = map.entries().get(property);
        Place place = entry == null ? map.place() : entry.keyPlace();
        problems.add(
                ConfigError.CONFIG_UNKNOWN_KEY,
                place,
                "The key '" + property + "' is not known here.",
                Problems.suggest(property, schema.properties(at).keySet()));
    }

    private void missingKey(Place place, String property, JsonNode at, boolean atRoot) {
        if (atRoot && problems.isIncomplete()) {
            return;
        }
        JsonNode missing = at.path("properties").path(property);
        problems.add(
                ConfigError.CONFIG_KEY_MISSING,
                place,
                "The key '" + property + "' is missing.",
                "Add it: " + schema.description(missing));
    }

    private void add(ConfigError code, Place place, SchemaWords.Sentence sentence) {
        problems.add(code, place, sentence.problem(), sentence.advice());
    }

    private static boolean isSecret(List<String> path) {
        return path.stream().anyMatch(step -> step.equals("url") || Interpolation.bearsSecret(step));
    }

    private static List<String> steps(NodePath path) {
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < path.getNameCount(); i++) {
            steps.add(String.valueOf(path.getElement(i)));
        }
        return steps;
    }

    private static Node find(Node root, List<String> path) {
        Node node = root;
        for (String step : path) {
            if (node instanceof MapNode map && map.find(step).isPresent()) {
                node = map.find(step).get();
            } else if (node instanceof ListNode list) {
                node = list.items().get(Integer.parseInt(step));
            }
        }
        return node;
    }

    /** The key that a message names: the last one that is no index. */
    private static String lastKey(List<String> path) {
        for (int i = path.size() - 1; i >= 0; i--) {
            if (!path.get(i).matches("[0-9]+") || i == 0) {
                return path.get(i);
            }
        }
        return "the file";
    }
}
