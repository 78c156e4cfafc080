package org.apportion.publish.focus;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.table.Column;

/** The small JSON texts of a bundle. */
final class FocusJson {
    private FocusJson() {}

    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c < 0x20) {
                out.append(String.format(java.util.Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }

    /** Tags of a receiver: keys that no provider's tag has. */
    static String unitTags(String unit, String costCenter) {
        return "{\"apportion/unit\":" + quoted(unit)
                + (costCenter.isEmpty() ? "" : ",\"apportion/cost-center\":" + quoted(costCenter)) + "}";
    }

    static String object(Map<String, String> valuesAsJson) {
        return valuesAsJson.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ": " + entry.getValue())
                .collect(Collectors.joining(",\n  ", "{\n  ", "\n}\n"));
    }

    static String list(List<String> texts) {
        return texts.stream().map(FocusJson::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** The schema object of the FOCUS metadata: columns with type, precision and scale. */
    static String schema(String generator, String run, List<Column> columns) {
        String definitions = columns.stream()
                .map(column -> switch (column.type()) {
                    case MONEY -> definition(column, "DECIMAL") + ", \"NumericPrecision\": 38, \"NumberScale\": 18}";
                    case BIGINT, INT ->
                        definition(column, "DECIMAL") + ", \"NumericPrecision\": 19, \"NumberScale\": 0}";
                    case TIMESTAMP -> definition(column, "DATETIME") + "}";
                    default -> definition(column, "STRING") + ", \"StringEncoding\": \"UTF-8\"}";
                })
                .collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"));
        Map<String, String> values = new TreeMap<>();
        values.put("ColumnDefinition", definitions);
        values.put("DataGenerator", quoted(generator));
        values.put("FocusVersion", quoted("1.4"));
        values.put("SchemaId", quoted(run));
        return object(values);
    }

    private static String definition(Column column, String type) {
        return "{\"ColumnName\": " + quoted(column.name()) + ", \"DataType\": " + quoted(type);
    }
}
