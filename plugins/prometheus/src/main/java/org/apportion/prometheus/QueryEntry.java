package org.apportion.prometheus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.model.ApportionException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** One entry of a list of queries in YAML: texts by key, one of which is the metric. */
final class QueryEntry {
    static final String METRIC = "metric";

    private final String place;
    private final Map<?, ?> fields;

    private QueryEntry(String place, Map<?, ?> fields) {
        this.place = place;
        this.fields = fields;
    }

    /**
     * Reads a list whose metrics all differ, also when capitals are not told apart.
     *
     * @param place name of the file or setting, for messages
     * @param keys that an entry may have
     * @throws ApportionException {@code PROMETHEUS_QUERIES_WRONG} naming the first mistake
     */
    static List<QueryEntry> list(String yaml, String place, List<String> keys) {
        if (!(load(yaml, place) instanceof List<?> nodes) || nodes.isEmpty()) {
            throw mistake(place, "is not a list of queries", "Begin each query with '- metric: name'.");
        }
        List<QueryEntry> entries = new ArrayList<>();
        Set<String> metrics = new HashSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            String at = place + "[" + i + "]";
            if (!(nodes.get(i) instanceof Map<?, ?> fields)) {
                throw mistake(at, "is not a mapping", "Begin each query with '- metric: name'.");
            }
            QueryEntry entry = new QueryEntry(at, fields);
            entry.requireOnly(keys);
            if (!metrics.add(entry.required(METRIC).toLowerCase(Locale.ROOT))) {
                throw entry.wrong(METRIC, "is the name of another query too", "Give each query a metric of its own.");
            }
            entries.add(entry);
        }
        return List.copyOf(entries);
    }

    /** Whether the text is the list itself and not the name of a file. */
    static boolean isList(String text) {
        return text.startsWith("- ") || text.contains("\n");
    }

    String required(String key) {
        return text(key).orElseThrow(() -> wrong(key, "is missing", "Add it."));
    }

    Optional<String> text(String key) {
        Object value = fields.get(key);
        if (value != null && !(value instanceof String)) {
            throw wrong(key, "is not a text", "Write a text.");
        }
        return Optional.ofNullable((String) value).map(String::strip).filter(text -> !text.isEmpty());
    }

    Optional<LabelTemplate> template(String key) {
        return text(key).map(text -> {
            if (!LabelTemplate.isReadable(text)) {
                throw wrong(key, "is neither a label nor a template", "Write label, or {label} within a text.");
            }
            return new LabelTemplate(text);
        });
    }

    ApportionException wrong(String key, String problem, String nextStep) {
        return mistake(place + "." + key, problem, nextStep);
    }

    private void requireOnly(List<String> keys) {
        for (Object key : fields.keySet()) {
            if (!keys.contains(key)) {
                throw wrong(String.valueOf(key), "is not a known key", "Keys are " + String.join(", ", keys) + ".");
            }
        }
    }

    private static @Nullable Object load(String yaml, String place) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new FailsafeSchema())
                .setAllowDuplicateKeys(false)
                .setUseMarks(true)
                .build();
        try {
            return new Load(settings).loadFromString(yaml);
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                    .orElse("");
            throw mistake(place + line, "is no YAML: " + e.getProblem(), "Mend it there.");
        } catch (YamlEngineException e) {
            throw mistake(place, "is no YAML", "Mend it.");
        }
    }

    private static ApportionException mistake(String at, String problem, String nextStep) {
        return PrometheusError.PROMETHEUS_QUERIES_WRONG.at(at, "This " + problem + ".", nextStep);
    }
}
