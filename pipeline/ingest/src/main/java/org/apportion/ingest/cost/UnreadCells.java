package org.apportion.ingest.cost;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.ingest.mapping.MappingPlan;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;

/**
 * The cells of a row that its mapping does not read. They are kept packed into one text, told apart from missing ones by a
 * mark, and become a map when the row is written: once for each distinct text where these are few.
 */
final class UnreadCells {
    private static final String TEXT = "x_unread";
    private static final String LIST = "x_unread_list";
    private static final String MARK = "=";

    private final Dialect dialect;
    private final List<SourceColumn> columns;
    private final String separator;

    UnreadCells(Dialect dialect, MappingPlan mapping, List<SourceColumn> sourceColumns, String separator) {
        this.dialect = dialect;
        this.columns = sourceColumns.stream()
                .filter(column -> !mapping.used().contains(column.name()))
                .toList();
        this.separator = separator;
    }

    int count() {
        return columns.size();
    }

    /** All cells as one text, over {@code s}; null if every column is read. */
    String packed() {
        List<String> cells = columns.stream()
                .map(column -> dialect.text(MARK) + " || "
                        + dialect.cells().text("s." + dialect.name(column.name()), column.type()))
                .toList();
        return cells.isEmpty()
                ? "CAST(NULL AS " + dialect.type(ColumnType.STRING) + ")"
                : dialect.packed(cells, separator);
    }

    /** Each distinct text of a table with its map. */
    String distinct(String table) {
        String texts = "SELECT DISTINCT " + column() + " AS " + TEXT + " FROM " + dialect.name(table) + " AS t WHERE "
                + dialect.name(CostPlan.PROBLEM) + " IS NULL";
        String lists = "SELECT d.*, " + dialect.unpacked("d." + TEXT, separator) + " AS " + LIST + " FROM (" + texts
                + ") AS d";
        return "SELECT l." + TEXT + ", " + map("l") + " AS " + column() + " FROM (" + lists + ") AS l";
    }

    /** A condition that joins a row {@code t} with one of {@link #distinct}. */
    String isOf(String alias) {
        return "t." + column() + " = " + alias + "." + TEXT;
    }

    /** A table with its rows' lists, so that {@link #map} can make a map of each. */
    String withLists(String table) {
        return "(SELECT l.*, " + dialect.unpacked("l." + column(), separator) + " AS " + LIST + " FROM "
                + dialect.name(table) + " AS l)";
    }

    String map(String alias) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            cells.put(columns.get(i).name(), "substr(" + dialect.unpackedText(alias + "." + LIST, i) + ", 2)");
        }
        return dialect.textMap(cells);
    }

    /** Whether a cell holds the separator, over a column with texts. */
    String holdSeparator(boolean distinct) {
        String text = distinct ? TEXT : column();
        return dialect.separators(text, separator) + " <> " + (columns.size() - 1);
    }

    private String column() {
        return dialect.name(CostColumns.UNREAD);
    }
}
