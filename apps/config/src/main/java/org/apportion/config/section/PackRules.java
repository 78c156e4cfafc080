package org.apportion.config.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;

/**
 * The rules of one pack as one configuration has them: settings in place, the pack's own condition before each rule's, rules of
 * the user for those of the same id, and a copy before each rule that a single resource has settings of its own for.
 *
 * @param own the user's rules by id; they stand as they are
 */
record PackRules(MapNode pack, MapNode entry, Map<String, MapNode> own, Problems problems) {

    ListNode rules(ListNode written) {
        PackSettings settings = PackSettings.of(pack, map(entry, "settings"), problems);
        List<Node> rules = new ArrayList<>();
        for (Node item : written.items()) {
            if (!(item instanceof MapNode rule)) {
                rules.add(item);
            } else if (own.containsKey(text(rule, "id"))) {
                rules.add(own.get(text(rule, "id")));
            } else {
                rules.addAll(ofResources(rule, settings));
                fill(guarded(rule, ""), settings).ifPresent(rules::add);
            }
        }
        return new ListNode(rules, written.place());
    }

    private List<Node> ofResources(MapNode rule, PackSettings settings) {
        List<Node> rules = new ArrayList<>();
        Set<String> read = PackSettings.readBy(rule);
        map(entry, "per-resource")
                .ifPresent(resources -> resources.entries().forEach((resource, stated) -> {
                    Optional<MapNode> changes = Optional.of(stated.value())
                            .filter(MapNode.class::isInstance)
                            .map(MapNode.class::cast);
                    PackSettings changed = settings.with(changes, problems);
                    if (changes.isPresent() && changes.get().keys().stream().anyMatch(read::contains)) {
                        MapNode copy = guarded(rule, "ResourceId == '" + resource.replace("'", "\\'") + "'");
                        ScalarNode id = text(
                                text(rule, "id") + "." + resource,
                                rule.find("id").orElse(rule));
                        fill(copy.with("id", id), changed).ifPresent(rules::add);
                    }
                }));
        return rules;
    }

    /** The rule with the pack's condition, its own and one more. */
    private MapNode guarded(MapNode rule, String more) {
        List<String> conditions = new ArrayList<>();
        for (String condition : List.of(text(pack, "when"), text(rule, "when"), more)) {
            if (!condition.isEmpty()) {
                conditions.add(condition);
            }
        }
        if (conditions.isEmpty() || (conditions.size() == 1 && conditions.get(0).equals(text(rule, "when")))) {
            return rule;
        }
        String joined = conditions.size() == 1 ? conditions.get(0) : "(" + String.join(") && (", conditions) + ")";
        return rule.with("when", text(joined, rule.find("when").orElse(rule)));
    }

    private Optional<Node> fill(Node rule, PackSettings settings) {
        return settings.fill(rule, problems);
    }

    private static ScalarNode text(String text, Node at) {
        return new ScalarNode(text, text, ScalarNode.Type.TEXT, at.place(), Optional.empty());
    }

    private static String text(MapNode map, String key) {
        return map.find(key)
                .filter(ScalarNode.class::isInstance)
                .map(found -> ((ScalarNode) found).text())
                .orElse("");
    }

    private static Optional<MapNode> map(MapNode map, String key) {
        return map.find(key).filter(MapNode.class::isInstance).map(MapNode.class::cast);
    }
}
