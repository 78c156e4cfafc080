package org.apportion.ingest.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.ingest.mapping.MappingPlan;
import org.apportion.spi.Dialect;

/**
 * Readings of cells as columns, so that each is computed once: engines do not share what stands inside of a CASE, and the
 * checks of a mapping mention most readings several times.
 */
public final class SharedReadings {
    private final List<Map<String, String>> levels = new ArrayList<>();

    /** @param sourceColumns whose names are taken */
    public SharedReadings(Dialect dialect, MappingPlan mapping, List<SourceColumn> sourceColumns) {
        String prefix = unusedPrefix("x_reading_", sourceColumns);
        int count = 0;
        for (String reading : mapping.readings()) {
            int level = levels.size();
            while (level > 0 && levels.get(level - 1).keySet().stream().noneMatch(reading::contains)) {
                level--;
            }
            if (level == levels.size()) {
                levels.add(new LinkedHashMap<>());
            }
            levels.get(level).put(reading, "s." + dialect.name(prefix + count++));
        }
    }

    /** The relation with a column for each reading. */
    public String addedTo(String relation) {
        String from = relation;
        for (int level = 0; level < levels.size(); level++) {
            StringBuilder select = new StringBuilder("(SELECT s.*");
            for (Map.Entry<String, String> reading : levels.get(level).entrySet()) {
                select.append(", ").append(replaced(reading.getKey(), level)).append(" AS ");
                select.append(reading.getValue().substring("s.".length()));
            }
            from = select.append(" FROM ").append(from).append(" AS s)").toString();
        }
        return from;
    }

    /** An expression over the source's columns as one over those of {@link #addedTo}. */
    public String in(String expression) {
        return replaced(expression, levels.size());
    }

    /** The highest level first: its readings contain those of the others. */
    private String replaced(String expression, int below) {
        String text = expression;
        for (int level = below - 1; level >= 0; level--) {
            for (Map.Entry<String, String> reading : longestFirst(levels.get(level))) {
                text = text.replace(reading.getKey(), reading.getValue());
            }
        }
        return text;
    }

    private static List<Map.Entry<String, String>> longestFirst(Map<String, String> level) {
        return level.entrySet().stream()
                .sorted(Comparator.comparing(reading -> -reading.getKey().length()))
                .toList();
    }

    /** Begins no column of the source. */
    static String unusedPrefix(String wanted, List<SourceColumn> sourceColumns) {
        StringBuilder prefix = new StringBuilder(wanted);
        while (sourceColumns.stream().anyMatch(column -> begins(column.name(), prefix))) {
            prefix.append('_');
        }
        return prefix.toString();
    }

    private static boolean begins(String name, CharSequence prefix) {
        return name.regionMatches(true, 0, prefix.toString(), 0, prefix.length());
    }
}
