package org.apportion.engine.duckdb;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apportion.model.table.Column;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Appends rows to a temporary table. Decimals with more digits than the column holds are refused, never rounded. */
final class TableLoad {
    private TableLoad() {}

    static void append(
            DuckDBConnection connection, String table, List<Column> columns, Iterable<@Nullable Object[]> rows)
            throws SQLException {
        try (DuckDBAppender appender = connection.createAppender("temp", "main", table)) {
            for (@Nullable Object[] row : rows) {
                if (row.length != columns.size()) {
                    throw new IllegalArgumentException(
                            "a row of " + row.length + " values for " + columns.size() + " columns of " + table);
                }
                appender.beginRow();
                for (int i = 0; i < row.length; i++) {
                    append(appender, columns.get(i), row[i]);
                }
                appender.endRow();
            }
        }
    }

    private static void append(DuckDBAppender appender, Column column, @Nullable Object value) throws SQLException {
        if (value == null) {
            appender.appendNull();
            return;
        }
        switch (column.type()) {
            case STRING -> appender.append((String) value);
            case MONEY -> appender.append(((BigDecimal) value).setScale(18, RoundingMode.UNNECESSARY));
            case USAGE -> appender.append(((BigDecimal) value).setScale(9, RoundingMode.UNNECESSARY));
            case TIMESTAMP -> appender.append(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC));
            case DATE -> appender.append((LocalDate) value);
            case BIGINT -> appender.append(((Number) value).longValue());
            case INT -> appender.append(Math.toIntExact(((Number) value).longValue()));
            case BOOLEAN -> appender.append((boolean) value);
            case STRING_MAP -> appender.append((Map<?, ?>) value);
        }
    }
}
