package org.apportion.config;

import java.util.ArrayList;
import java.util.List;
import org.apportion.config.secret.Interpolation;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.References;
import org.apportion.config.yaml.ScalarNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The effective configuration for {@code config show}: after includes, packs and defaults, each value with its origin, in the
 * order of the files. Redacted: a reference shows as written, never as what it leads to.
 */
public record EffectiveView(List<EffectiveValue> values) {
    private static final String HIDDEN = "***";

    public EffectiveView {
        values = List.copyOf(values);
    }

    static EffectiveView of(MapNode root) {
        List<EffectiveValue> values = new ArrayList<>();
        collect("", "", root, values);
        return new EffectiveView(values);
    }

    /** One line per value: {@code path = value  # file:line}. */
    public List<String> lines() {
        return values.stream().map(EffectiveValue::toString).toList();
    }

    /** A JSON array of objects with path, value, file, line and column; the last three are absent for defaults. */
    public String json() {
        JsonMapper json = JsonMapper.shared();
        ArrayNode array = json.createArrayNode();
        for (EffectiveValue value : values) {
            ObjectNode object = array.addObject();
            object.put("path", value.path());
            object.put("value", value.value());
            if (value.origin().line() > 0) {
                object.put("file", value.origin().file());
                object.put("line", value.origin().line());
                object.put("column", value.origin().column());
            }
        }
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(array);
    }

    private static void collect(String path, String key, Node node, List<EffectiveValue> into) {
        if (node instanceof MapNode map) {
            if (map.entries().isEmpty() && !path.isEmpty()) {
                into.add(new EffectiveValue(path, "{}", map.place()));
            }
            map.entries().forEach((name, entry) -> collect(join(path, name), name, entry.value(), into));
        } else if (node instanceof ListNode list) {
            if (list.items().isEmpty()) {
                into.add(new EffectiveValue(path, "[]", list.place()));
            }
            for (int i = 0; i < list.items().size(); i++) {
                collect(path + "[" + i + "]", key, list.items().get(i), into);
            }
        } else {
            ScalarNode scalar = (ScalarNode) node;
            into.add(new EffectiveValue(path, shown(key, scalar), scalar.place()));
        }
    }

    private static String shown(String key, ScalarNode scalar) {
        String written = scalar.written();
        if (Interpolation.bearsSecret(key) && !References.isOnly(written) && !written.isEmpty()) {
            return HIDDEN;
        }
        return isPlain(written) ? written : quoted(written);
    }

    private static String join(String path, String key) {
        String name = key.matches("[A-Za-z0-9_-]+") ? key : quoted(key);
        return path.isEmpty() ? name : path + "." + name;
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && text.equals(text.strip())
                && text.chars().noneMatch(c -> c < ' ' || c == '"' || c == '#' || c == 0x7F);
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
