package org.apportion.ingest.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML into trees that know their lines. Every scalar stays the text that was written. */
final class TreeReader {
    private final String file;
    private final Complaints complaints;

    TreeReader(String file, Complaints complaints) {
        this.file = file;
        this.complaints = complaints;
    }

    /** The tree, or an empty one after a complaint. */
    Tree read(String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(false)
                .setUseMarks(true)
                .build();
        try {
            return new Compose(settings)
                    .composeString(yaml)
                    .map(this::convert)
                    .orElseGet(() -> new Tree.Fields(Map.of(), new Tree.Place(file, 1, 1)));
        } catch (MarkedYamlEngineException e) {
            Tree.Place place = e.getProblemMark()
                    .map(mark -> new Tree.Place(file, mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(new Tree.Place(file, 1, 1));
            complaints.add(place, "is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            complaints.add(new Tree.Place(file, 1, 1), "is no YAML");
        }
        return new Tree.Fields(Map.of(), new Tree.Place(file, 1, 1));
    }

    private Tree convert(Node node) {
        Tree.Place place = node.getStartMark()
                .map(mark -> new Tree.Place(file, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(new Tree.Place(file, 0, 0));
        if (node instanceof MappingNode mapping) {
            Map<String, Tree> fields = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    if (fields.put(key.getValue(), convert(tuple.getValueNode())) != null) {
                        complaints.add(place, "'" + key.getValue() + "' is written twice");
                    }
                } else {
                    complaints.add(place, "a key must be a word");
                }
            }
            return new Tree.Fields(fields, place);
        }
        if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            sequence.getValue().forEach(child -> items.add(convert(child)));
            return new Tree.Items(items, place);
        }
        return new Tree.Text(node instanceof ScalarNode scalar ? scalar.getValue() : "", place);
    }
}
