package org.apportion.testkit.demo;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds a CSV text row by row; cells are quoted where they must be. */
final class CsvText {
    private final List<String> columns;
    private final StringBuilder text = new StringBuilder();

    CsvText(List<String> columns) {
        this.columns = columns;
        line(columns);
    }

    /** Adds a row; a column without a value stays empty. */
    void row(Map<String, String> values) {
        if (!columns.containsAll(values.keySet())) {
            throw new IllegalArgumentException("unknown column among " + values.keySet());
        }
        line(columns.stream().map(column -> values.getOrDefault(column, "")).toList());
    }

    String text() {
        return text.toString();
    }

    private void line(List<String> cells) {
        text.append(cells.stream().map(CsvText::cell).collect(Collectors.joining(",")))
                .append('\n');
    }

    private static String cell(String value) {
        boolean quote = value.contains(",") || value.contains("\"") || value.contains("\n");
        return quote ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}
