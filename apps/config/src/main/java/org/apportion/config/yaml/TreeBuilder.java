package org.apportion.config.yaml;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns the parser's nodes into ours. Aliased nodes are built once and shared. */
final class TreeBuilder {
    private final String shown;
    private final int[] content;
    private final Problems problems;
    private final IdentityHashMap<org.snakeyaml.engine.v2.nodes.Node, Node> built = new IdentityHashMap<>();
    private final IdentityHashMap<org.snakeyaml.engine.v2.nodes.Node, Boolean> open = new IdentityHashMap<>();

    TreeBuilder(String shown, String text, Problems problems) {
        this.shown = shown;
        this.content = text.codePoints().toArray();
        this.problems = problems;
    }

    Node build(org.snakeyaml.engine.v2.nodes.Node node) {
        Node known = built.get(node);
        if (known != null) {
            return known;
        }
        Place place = place(node);
        if (open.put(node, true) != null) {
            problems.add(
                    ConfigError.CONFIG_SYNTAX,
                    place,
                    "An alias stands inside the value that it repeats.",
                    "Write the value without the alias.");
            return new ListNode(List.of(), place);
        }
        Node result = make(node, place);
        open.remove(node);
        built.put(node, result);
        return result;
    }

    private Node make(org.snakeyaml.engine.v2.nodes.Node node, Place place) {
        if (node instanceof MappingNode mapping) {
            return map(mapping, place);
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(build(item)));
            return new ListNode(items, place);
        }
        return scalar((org.snakeyaml.engine.v2.nodes.ScalarNode) node, place);
    }

    private MapNode map(MappingNode mapping, Place place) {
        Map<String, MapNode.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place keyPlace = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof org.snakeyaml.engine.v2.nodes.ScalarNode key)) {
                problems.add(
                        ConfigError.CONFIG_SYNTAX, keyPlace, "A key must be text.", "Write a word before the colon.");
                continue;
            }
            MapNode.Entry entry = new MapNode.Entry(keyPlace, build(tuple.getValueNode()));
            MapNode.Entry known = entries.putIfAbsent(key.getValue(), entry);
            if (known != null) {
                problems.add(
                        ConfigError.CONFIG_DUPLICATE_KEY,
                        keyPlace,
                        "The key '" + key.getValue() + "' is there already, at " + known.keyPlace() + ".",
                        "Remove one of them or join their values.");
            }
        }
        return new MapNode(entries, place);
    }

    private ScalarNode scalar(org.snakeyaml.engine.v2.nodes.ScalarNode node, Place place) {
        Optional<SourceSpan> source = node.getStartMark()
                .flatMap(start -> node.getEndMark()
                        .map(end -> new SourceSpan(
                                shown, content, start.getIndex(), end.getIndex(), place.line(), place.column())));
        return new ScalarNode(node.getValue(), node.getValue(), ScalarTypes.of(node.getTag()), place, source);
    }

    private Place place(org.snakeyaml.engine.v2.nodes.Node node) {
        Optional<Mark> mark = node.getStartMark();
        return mark.map(start -> YamlReader.place(shown, start)).orElse(Place.of(shown));
    }
}
