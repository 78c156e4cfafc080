package org.apportion.engine.duckdb;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apportion.spi.CellFunctions;

/** DuckDB's way of reading cells; the work is done by the macros of {@link DuckDbCellMacros}. */
final class DuckDbCells implements CellFunctions {
    private final DuckDbDialect dialect;

    DuckDbCells(DuckDbDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Shape shape(String type) {
        String upper = type.toUpperCase(Locale.ROOT);
        if (upper.endsWith("]")
                || upper.startsWith("STRUCT")
                || upper.startsWith("MAP")
                || upper.startsWith("JSON")
                || upper.startsWith("UNION")
                || upper.startsWith("VARIANT")) {
            return Shape.NESTED;
        }
        if (upper.startsWith("DECIMAL") || upper.contains("INT") || upper.equals("BIGNUM")) {
            return Shape.EXACT;
        }
        if (upper.startsWith("TIMESTAMP")) {
            return upper.contains("ZONE") || upper.endsWith("TZ") ? Shape.ZONED_TIMESTAMP : Shape.TIMESTAMP;
        }
        return switch (upper) {
            case "VARCHAR" -> Shape.TEXT;
            case "DOUBLE", "FLOAT", "REAL" -> Shape.FLOATING;
            case "DATE" -> Shape.DATE;
            default -> Shape.OTHER;
        };
    }

    @Override
    public Optional<String> fieldType(String type, String field) {
        return StructType.parse(type).find(field).map(StructType.Field::type);
    }

    @Override
    public String field(String sql, String type, String field) {
        return StructType.parse(type)
                .find(field)
                .map(found -> "(" + sql + ")." + dialect.name(found.name()))
                .orElseThrow(() -> new IllegalArgumentException("the structure has no field " + field));
    }

    @Override
    public String text(String sql, String type) {
        return switch (shape(type)) {
            case TEXT -> sql;
            case NESTED -> "(to_json(" + sql + ")::VARCHAR)";
            default -> "(" + sql + ")::VARCHAR";
        };
    }

    @Override
    public String jsonField(String textSql, String path) {
        String steps = List.of(path.split("\\.")).stream()
                .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
        return "cell_json_field(" + textSql + ", " + dialect.text(steps) + ")";
    }

    @Override
    public String decimal(String textSql) {
        return "cell_decimal(" + textSql + ")";
    }

    @Override
    public String finerThanDecimal(String textSql) {
        return "cell_finer(" + textSql + ")";
    }

    @Override
    public String decimalPoint(String textSql, boolean auto) {
        return (auto ? "cell_point_auto(" : "cell_point(") + textSql + ")";
    }

    @Override
    public String product(String left, String right) {
        return "cell_product(" + left + ", " + right + ")";
    }

    @Override
    public String quotient(String number, String divisor) {
        return "cell_quotient(" + number + ", " + divisor + ")";
    }

    @Override
    public String listTotal(String textSql, String field) {
        return "cell_list_total(" + textSql + ", " + dialect.text("$[*].\"" + field.replace("\"", "") + "\"") + ")";
    }

    @Override
    public String timestamp(String textSql, List<String> patterns, String zone) {
        String local = patterns.isEmpty()
                ? "NULL::TIMESTAMP"
                : "try_strptime(" + textSql + ", ["
                        + patterns.stream()
                                .map(DuckDbCells::strptime)
                                .map(dialect::text)
                                .collect(Collectors.joining(", "))
                        + "])";
        String iso = "cell_iso(" + textSql + ")";
        if (!zone.equals("UTC")) {
            local = atZone(local, zone);
            iso = "CASE WHEN cell_has_offset(" + textSql + ") THEN " + iso + " ELSE " + atZone(iso, zone) + " END";
        }
        return patterns.isEmpty() ? iso : "coalesce(" + iso + ", " + local + ")";
    }

    /** The pattern of java.time in DuckDB's letters. */
    private static String strptime(String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); ) {
            char letter = pattern.charAt(i);
            int end = i;
            while (end < pattern.length() && pattern.charAt(end) == letter) {
                end++;
            }
            out.append(
                    switch (letter) {
                        case 'y' -> end - i > 2 ? "%Y" : "%y";
                        case 'M' -> "%m";
                        case 'd' -> "%d";
                        case 'H' -> "%H";
                        case 'm' -> "%M";
                        case 's' -> "%S";
                        case '%' -> "%%".repeat(end - i);
                        default -> pattern.substring(i, end);
                    });
            i = end;
        }
        return out.toString();
    }

    @Override
    public String utc(String zonedTimestampSql) {
        return "((" + zonedTimestampSql + ") AT TIME ZONE 'UTC')";
    }

    @Override
    public String atZone(String timestampSql, String zone) {
        return "((" + timestampSql + ") AT TIME ZONE " + dialect.text(zone) + " AT TIME ZONE 'UTC')";
    }

    @Override
    public String localTime(String timestampSql, String zone) {
        return "((" + timestampSql + ") AT TIME ZONE 'UTC' AT TIME ZONE " + dialect.text(zone) + ")";
    }

    @Override
    public String tagsOfObject(String textSql) {
        return "cell_tags_object(" + textSql + ")";
    }

    @Override
    public String tagsOfPairs(String textSql) {
        return "cell_tags_pairs(" + textSql + ")";
    }

    @Override
    public String tagsOfColumns(List<KeyedColumn> columns) {
        Map<String, String> values = new LinkedHashMap<>();
        columns.forEach(column -> values.put(column.key(), "nullif(" + column.textSql() + ", '')"));
        return dialect.textMap(values);
    }

    @Override
    public String renamed(String tags, List<KeyBeginning> renames, String prefix) {
        StringBuilder key = new StringBuilder();
        for (KeyBeginning rename : renames) {
            key.append("WHEN starts_with(e.key, ")
                    .append(dialect.text(rename.beginning()))
                    .append(") THEN ");
            key.append(dialect.text(rename.with())).append(" || substr(e.key, ");
            key.append(rename.beginning().codePointCount(0, rename.beginning().length()) + 1)
                    .append(") ");
        }
        String renamed = renames.isEmpty() ? "e.key" : "CASE " + key + "ELSE e.key END";
        return "cell_map(list_transform(map_entries(" + tags + "), lambda e: {'k': " + dialect.text(prefix) + " || "
                + renamed + ", 'v': e.value}))";
    }

    @Override
    public String tagMap(List<String> tags) {
        if (tags.isEmpty()) {
            return "NULL::MAP(VARCHAR, VARCHAR)";
        }
        if (tags.size() == 1) {
            return tags.get(0);
        }
        List<String> lastFirst = new ArrayList<>(tags);
        Collections.reverse(lastFirst);
        return "map_concat(" + String.join(", ", lastFirst) + ")";
    }

    @Override
    public String matches(String textSql, String regex) {
        return "regexp_full_match(" + textSql + ", " + dialect.text(regex) + ")";
    }

    @Override
    public String isJsonObject(String textSql, boolean flat) {
        return (flat ? "cell_is_flat(" : "cell_is_object(") + textSql + ")";
    }
}
