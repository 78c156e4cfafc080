package org.apportion.prometheus;

import java.time.DateTimeException;
import java.time.Duration;
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

/** Reads a list of queries: YAML, each entry a mapping with the fields of {@link MetricQuery}. */
final class QueryList {
    private static final Set<String> KEYS =
            Set.of("metric", "query", "resource", "consumer", "unit", "window", "at", "samples");
    private static final Duration HOUR = Duration.ofHours(1);

    private final String place;

    private QueryList(String place) {
        this.place = place;
    }

    /**
     * @param place name of the file or setting, for messages
     * @throws ApportionException {@code PROMETHEUS_QUERIES_WRONG} naming the first mistake
     */
    static List<MetricQuery> read(String yaml, String place) {
        return new QueryList(place).list(yaml);
    }

    private List<MetricQuery> list(String yaml) {
        if (!(load(yaml) instanceof List<?> entries) || entries.isEmpty()) {
            throw wrong("", "is not a list of queries", "Begin each query with '- metric: name'.");
        }
        List<MetricQuery> queries = new ArrayList<>();
        Set<String> metrics = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            String at = "[" + i + "]";
            if (!(entries.get(i) instanceof Map<?, ?> fields)) {
                throw wrong(at, "is not a mapping", "Begin each query with '- metric: name'.");
            }
            MetricQuery query = query(at, fields);
            if (!metrics.add(query.metric().toLowerCase(Locale.ROOT))) {
                throw wrong(at + ".metric", "is the name of another query too", "Give each query a metric of its own.");
            }
            queries.add(query);
        }
        return List.copyOf(queries);
    }

    private @Nullable Object load(String yaml) {
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
            throw wrong(line, "is no YAML: " + e.getProblem(), "Mend it there.");
        } catch (YamlEngineException e) {
            throw wrong("", "is no YAML", "Mend it.");
        }
    }

    private MetricQuery query(String at, Map<?, ?> fields) {
        for (Object key : fields.keySet()) {
            if (!KEYS.contains(key)) {
                throw wrong(
                        at + "." + key,
                        "is not a known key",
                        "Keys are metric, query, resource, consumer, unit, window, at, samples.");
            }
        }
        String metric = required(at, fields, "metric");
        if (!metric.matches("[A-Za-z_][A-Za-z0-9_.-]{0,99}")) {
            throw wrong(at + ".metric", "is not a name", "Use letters, digits, underscores, dots and dashes.");
        }
        String when = text(at, fields, "at").orElse("end");
        if (!when.equals("end") && !when.equals("start")) {
            throw wrong(at + ".at", "is neither end nor start", "Write end or start.");
        }
        return new MetricQuery(
                metric,
                required(at, fields, "query"),
                template(at, fields, "resource"),
                template(at, fields, "consumer"),
                text(at, fields, "unit").orElse(""),
                text(at, fields, "window").map(text -> window(at, text)).orElse(HOUR),
                when.equals("end") ? MetricQuery.At.END : MetricQuery.At.START,
                text(at, fields, "samples"));
    }

    private LabelTemplate template(String at, Map<?, ?> fields, String key) {
        String text = required(at, fields, key);
        if (!LabelTemplate.isReadable(text)) {
            throw wrong(at + "." + key, "is neither a label nor a template", "Write label, or {label} within a text.");
        }
        return new LabelTemplate(text);
    }

    private Duration window(String at, String text) {
        try {
            Duration window = Duration.parse(text);
            if (window.compareTo(Duration.ofSeconds(1)) >= 0 && window.getNano() == 0) {
                return window;
            }
        } catch (DateTimeException e) {
            throw wrong(at + ".window", "is not a duration", "Write it as PT1H.");
        }
        throw wrong(at + ".window", "is not a number of whole seconds", "Write it as PT1H.");
    }

    private String required(String at, Map<?, ?> fields, String key) {
        return text(at, fields, key).orElseThrow(() -> wrong(at + "." + key, "is missing", "Add it."));
    }

    private Optional<String> text(String at, Map<?, ?> fields, String key) {
        Object value = fields.get(key);
        if (value != null && !(value instanceof String)) {
            throw wrong(at + "." + key, "is not a text", "Write a text.");
        }
        return Optional.ofNullable((String) value).map(String::strip).filter(text -> !text.isEmpty());
    }

    private ApportionException wrong(String at, String problem, String nextStep) {
        return PrometheusError.PROMETHEUS_QUERIES_WRONG.at(place + at, "This " + problem + ".", nextStep);
    }
}
