package org.apportion.allocate;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;

/** Small pieces of SQL text that several steps share. */
final class Sql {
    /** Units up to this size are split in 64 bits; more take the 128-bit path. */
    static final String NARROW = "BETWEEN -9000000000000000000 AND 9000000000000000000";

    private final Dialect dialect;

    Sql(Dialect dialect) {
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    String name(String identifier) {
        return dialect.name(identifier);
    }

    String text(String value) {
        return dialect.text(value);
    }

    String asInt(String expression) {
        return cast(expression, dialect.type(ColumnType.INT));
    }

    String asBigint(String expression) {
        return cast(expression, dialect.type(ColumnType.BIGINT));
    }

    String asText(String expression) {
        return cast(expression, dialect.type(ColumnType.STRING));
    }

    String asWide(String expression) {
        return cast(expression, dialect.wideInteger());
    }

    static String cast(String expression, String type) {
        return "CAST(" + expression + " AS " + type + ")";
    }

    /** A number that counts months, of a day number. */
    String monthOfDay(String day) {
        return monthOf(dialect.timestampOfHour("(" + day + ") * 24"));
    }

    String monthOfHour(String hour) {
        return monthOf(dialect.timestampOfHour(hour));
    }

    private String monthOf(String timestamp) {
        return "(extract(YEAR FROM " + timestamp + ") * 12 + extract(MONTH FROM " + timestamp + "))";
    }

    String dateOfDay(String day) {
        return cast(dialect.timestampOfHour("(" + day + ") * 24"), dialect.type(ColumnType.DATE));
    }

    /** The day number of a DATE. */
    String dayOfDate(String date) {
        return "fdiv(" + dialect.hourOf(cast(date, dialect.type(ColumnType.TIMESTAMP))) + ", 24)";
    }

    /** Null if empty. */
    static String filled(String expression) {
        return "nullif(" + expression + ", '')";
    }

    /**
     * A relation of constant rows.
     *
     * @param rows each the comma-separated values of one row
     * @param types one per column, so that a relation without rows has them too
     */
    static String values(String alias, List<String> columns, List<String> types, Collection<String> rows) {
        String head = alias + "(" + String.join(", ", columns) + ")";
        if (rows.isEmpty()) {
            String empty = types.stream().map(type -> cast("NULL", type)).collect(Collectors.joining(", "));
            return "(SELECT " + empty + " WHERE 1 = 0) AS " + head;
        }
        String cells = IntStream.range(0, columns.size())
                .mapToObj(i -> cast("v" + i, types.get(i)))
                .collect(Collectors.joining(", "));
        String raw = IntStream.range(0, columns.size()).mapToObj(i -> "v" + i).collect(Collectors.joining(", "));
        return "(SELECT " + cells + " FROM (VALUES "
                + rows.stream().map(row -> "(" + row + ")").collect(Collectors.joining(", "))
                + ") AS given(" + raw + ")) AS " + head;
    }

    /** Constant rows whose columns are all integers. */
    String integers(String alias, List<String> columns, Collection<String> rows) {
        String type = dialect.type(ColumnType.BIGINT);
        return values(alias, columns, columns.stream().map(column -> type).toList(), rows);
    }

    static String union(List<String> selects) {
        return String.join("\nUNION ALL\n", selects);
    }

    static String list(Collection<String> items) {
        return String.join(", ", items);
    }
}
