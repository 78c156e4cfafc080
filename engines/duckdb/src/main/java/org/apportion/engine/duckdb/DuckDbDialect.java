package org.apportion.engine.duckdb;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.CellFunctions;
import org.apportion.spi.Dialect;
import org.jspecify.annotations.Nullable;

/** DuckDB's way of writing what plans need. */
final class DuckDbDialect implements Dialect {
    /** Else a folder named {@code column=value} above a file would replace that column's values in it. */
    static final String FOLDERS_SAY_NOTHING = "hive_partitioning = false";

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    @Override
    public String type(ColumnType type) {
        return switch (type) {
            case STRING -> "VARCHAR";
            case MONEY -> "DECIMAL(38,18)";
            case USAGE -> "DECIMAL(38,9)";
            case TIMESTAMP -> "TIMESTAMP";
            case DATE -> "DATE";
            case BIGINT -> "BIGINT";
            case INT -> "INTEGER";
            case BOOLEAN -> "BOOLEAN";
            case STRING_MAP -> "MAP(VARCHAR, VARCHAR)";
        };
    }

    @Override
    public String name(String identifier) {
        return '"' + withoutNul(identifier).replace("\"", "\"\"") + '"';
    }

    @Override
    public String text(String value) {
        return "'" + withoutNul(value).replace("'", "''") + "'";
    }

    /** DuckDB ends a statement at a NUL character, so it can stand in no name and no literal. */
    private static String withoutNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL character cannot be written in SQL");
        }
        return text;
    }

    @Override
    public String timestamp(Instant value) {
        return "TIMESTAMP '" + TIMESTAMP.format(LocalDateTime.ofInstant(value, ZoneOffset.UTC)) + "'";
    }

    @Override
    public String date(LocalDate value) {
        return "DATE '" + value + "'";
    }

    @Override
    public String wideInteger() {
        return "HUGEINT";
    }

    @Override
    public String hourOf(String timestamp) {
        return "fdiv(epoch_us(" + timestamp + "), 3600000000)";
    }

    @Override
    public String timestampOfHour(String hour) {
        return "make_timestamp((" + hour + ")::BIGINT * 3600000000)";
    }

    @Override
    public String secondOf(String timestamp) {
        return "fdiv(epoch_us(" + timestamp + "), 1000000)";
    }

    @Override
    public String microsecondOf(String timestamp) {
        return "epoch_us(" + timestamp + ")";
    }

    @Override
    public String mapValue(String map, String key) {
        return "(" + map + ")[" + text(key) + "]";
    }

    @Override
    public String textMap(Map<String, String> valueByKey) {
        if (valueByKey.isEmpty()) {
            return "MAP([]::VARCHAR[], []::VARCHAR[])";
        }
        String entries = valueByKey.entrySet().stream()
                .map(entry -> "{'k': " + text(entry.getKey()) + ", 'v': (" + entry.getValue() + ")::VARCHAR}")
                .collect(Collectors.joining(", ", "[", "]"));
        return "map_from_entries(list_filter(" + entries + ", lambda e: e.v IS NOT NULL))";
    }

    @Override
    public String mapText(String map) {
        return "array_to_string(list_sort(list_transform(map_entries(" + map
                + "), lambda e: length(e.key) || ':' || e.key"
                + " || coalesce(length(e.value) || ':' || e.value, '-'))), '')";
    }

    @Override
    public String portableHash(List<String> texts) {
        // One concat of all pieces, which skips nulls: a chain of || would copy the growing text for each piece.
        String joined = texts.stream()
                .map(text -> "coalesce(length(" + text + ") || ':', '-'), " + text)
                .collect(Collectors.joining(", "));
        return "('0x' || left(md5(concat(" + joined + ")), 15))::BIGINT";
    }

    @Override
    public String sessionHash(List<String> values) {
        return "hash(" + String.join(", ", values) + ")";
    }

    @Override
    public String packed(List<String> texts, String separator) {
        // concat takes null for empty.
        return "concat(" + String.join(", " + text(separator) + ", ", texts) + ")";
    }

    @Override
    public String separators(String packed, String separator) {
        String less = "length(replace(" + packed + ", " + text(separator) + ", ''))";
        return "(length(" + packed + ") - " + less + ") // " + separator.length();
    }

    @Override
    public String unpacked(String packed, String separator) {
        return "string_split(" + packed + ", " + text(separator) + ")";
    }

    @Override
    public String unpackedText(String list, int index) {
        return "nullif(" + list + "[" + (index + 1) + "], '')";
    }

    @Override
    public String repeatedText(@Nullable String value) {
        return CodedTexts.constant(this, value);
    }

    @Override
    public String oneOf(String expression, SortedSet<String> texts) {
        return CodedTexts.oneOf(this, expression, texts);
    }

    @Override
    public List<String> coded(String table, String view, List<Column> columns) {
        return new CodedTexts(this, view).create(table, columns);
    }

    @Override
    public List<String> dropCoded(String view, List<Column> columns) {
        return new CodedTexts(this, view).drop(columns);
    }

    @Override
    public String repeated(String relation, int times, String column) {
        return "(SELECT r.*, unnest(range(" + times + ")) AS " + name(column) + " FROM " + relation + " AS r)";
    }

    @Override
    public String parquet(List<Path> files, List<Column> columns) {
        if (files.isEmpty()) {
            return "(" + emptyRelation(columns) + ")";
        }
        String names = columns.stream().map(column -> name(column.name())).collect(Collectors.joining(", "));
        String paths = files.stream().map(this::path).collect(Collectors.joining(", "));
        return "(SELECT " + names + " FROM read_parquet([" + paths + "], " + FOLDERS_SAY_NOTHING + "))";
    }

    String path(Path file) {
        return text(file.toAbsolutePath().toString());
    }

    String emptyRelation(List<Column> columns) {
        return columns.stream()
                .map(column -> "NULL::" + type(column.type()) + " AS " + name(column.name()))
                .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
    }

    @Override
    public String createTable(String name, String select) {
        return "CREATE OR REPLACE TEMP TABLE " + name(name) + " AS " + select;
    }

    @Override
    public String dropTable(String name) {
        return "DROP TABLE IF EXISTS " + name(name);
    }

    @Override
    public CellFunctions cells() {
        return new DuckDbCells(this);
    }
}
