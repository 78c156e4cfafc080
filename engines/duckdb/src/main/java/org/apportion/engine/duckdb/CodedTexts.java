package org.apportion.engine.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * Texts as ENUM: one to four bytes a value in place of sixteen and the text, and Parquet's dictionary is there already. The
 * members of a type stand in the order of their texts, so that sorting by one is sorting by the other.
 */
final class CodedTexts {
    private static final String ENUM = "ENUM(";
    private static final String MAP_OF_ENUMS = "MAP(ENUM(";

    private final DuckDbDialect dialect;
    private final String view;

    CodedTexts(DuckDbDialect dialect, String view) {
        this.dialect = dialect;
        this.view = view;
    }

    /** A constant in one byte. A type without members cannot be written as a literal. */
    static String constant(DuckDbDialect dialect, @Nullable String value) {
        String text = value == null ? "NULL" : dialect.text(value);
        return "CAST(" + text + " AS " + ENUM + dialect.text(value == null ? "x" : value) + "))";
    }

    /** One of a few known texts. */
    static String oneOf(DuckDbDialect dialect, String expression, SortedSet<String> texts) {
        return texts.isEmpty()
                ? expression
                : "CAST(" + expression + " AS " + ENUM
                        + texts.stream().map(dialect::text).collect(Collectors.joining(", ")) + "))";
    }

    /** Whether a column of this type, as DuckDB describes it, is written to Parquet as the texts it stands for. */
    static boolean standsFor(ColumnType wanted, String described) {
        String type = described.toUpperCase(Locale.ROOT);
        return switch (wanted) {
            case STRING -> type.startsWith(ENUM);
            case STRING_MAP -> type.startsWith(MAP_OF_ENUMS) && type.contains("), ENUM(");
            default -> false;
        };
    }

    List<String> create(String table, List<Column> columns) {
        List<String> statements = new ArrayList<>(drop(columns));
        List<String> replaced = new ArrayList<>();
        for (Column column : columns) {
            String name = dialect.name(column.name());
            if (column.type() == ColumnType.STRING_MAP) {
                String keys = type(column, " (keys)");
                String values = type(column, " (values)");
                statements.add(enumOf(keys, table, "unnest(map_keys(" + name + "))"));
                statements.add(enumOf(values, table, "unnest(map_values(" + name + "))"));
                replaced.add("CAST(" + name + " AS MAP(" + keys + ", " + values + ")) AS " + name);
            } else {
                String type = type(column, "");
                statements.add(enumOf(type, table, name));
                replaced.add("CAST(" + name + " AS " + type + ") AS " + name);
            }
        }
        String all = replaced.isEmpty() ? "*" : replaced.stream().collect(Collectors.joining(", ", "* REPLACE (", ")"));
        statements.add("CREATE TEMP VIEW " + dialect.name(view) + " AS SELECT " + all + " FROM " + dialect.name(table));
        return statements;
    }

    List<String> drop(List<Column> columns) {
        List<String> statements = new ArrayList<>();
        statements.add("DROP VIEW IF EXISTS " + dialect.name(view));
        for (Column column : columns) {
            for (String part : column.type() == ColumnType.STRING_MAP ? List.of(" (keys)", " (values)") : List.of("")) {
                statements.add("DROP TYPE IF EXISTS " + type(column, part));
            }
        }
        return statements;
    }

    private String enumOf(String type, String table, String texts) {
        return "CREATE TEMP TYPE " + type + " AS ENUM (SELECT DISTINCT v FROM (SELECT " + texts + " AS v FROM "
                + dialect.name(table) + ") WHERE v IS NOT NULL ORDER BY v)";
    }

    private String type(Column column, String part) {
        return dialect.name(view + " " + column.name() + part);
    }
}
