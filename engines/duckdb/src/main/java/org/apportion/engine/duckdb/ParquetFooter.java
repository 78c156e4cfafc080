package org.apportion.engine.duckdb;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.WrittenFile.ColumnStatistics;
import org.jspecify.annotations.Nullable;

/** What a Parquet footer says about the columns, over all row groups. A row group without bounds leaves a column unbounded. */
final class ParquetFooter {
    private final DuckDbEngine engine;
    private final String file;

    ParquetFooter(DuckDbEngine engine, DuckDbDialect dialect, Path file) {
        this.engine = engine;
        this.file = dialect.path(file);
    }

    long rows() {
        return engine.query(
                        "SELECT coalesce(sum(num_rows), 0)::BIGINT FROM parquet_file_metadata(" + file + ")",
                        row -> row.number(0))
                .get(0);
    }

    List<ColumnStatistics> statistics(List<Column> columns) {
        Map<String, Gathered> byName = new HashMap<>();
        for (Column column : columns) {
            if (column.type() != ColumnType.STRING_MAP) {
                byName.put(column.name(), new Gathered(column));
            }
        }
        engine.forEach(
                "SELECT path_in_schema, num_values, stats_null_count, stats_min_value, stats_max_value,"
                        + " total_compressed_size FROM parquet_metadata(" + file + ")",
                row -> {
                    Gathered gathered = byName.get(String.valueOf(row.text(0)));
                    if (gathered != null) {
                        gathered.add(row.number(1), row.number(2), row.text(3), row.text(4), row.number(5));
                    }
                });
        List<ColumnStatistics> statistics = new ArrayList<>();
        for (Column column : columns) {
            Gathered gathered = byName.get(column.name());
            if (gathered != null) {
                statistics.add(gathered.result());
            }
        }
        return statistics;
    }

    /** One column's statistics while row groups are added. */
    private static final class Gathered {
        private final Column column;
        private long compressedBytes;
        private long values;
        private long nulls;
        private boolean bounded;
        private @Nullable Object minimum;
        private @Nullable Object maximum;

        Gathered(Column column) {
            this.column = column;
            this.bounded = isBounded(column.type());
        }

        void add(long count, long missing, @Nullable String low, @Nullable String high, long bytes) {
            values += count;
            nulls += missing;
            compressedBytes += bytes;
            if (missing == count || !bounded) {
                return;
            }
            if (low == null || high == null) {
                bounded = false;
                return;
            }
            minimum = smaller(minimum, parse(column.type(), low));
            Object top = parse(column.type(), high);
            maximum = maximum == null || compare(top, maximum) > 0 ? top : maximum;
        }

        private static Object smaller(@Nullable Object known, Object other) {
            return known == null || compare(other, known) < 0 ? other : known;
        }

        ColumnStatistics result() {
            return new ColumnStatistics(
                    column.name(), compressedBytes, values, nulls, bounded ? minimum : null, bounded ? maximum : null);
        }

        /** Texts may be cut in a footer, and a cut upper bound would hide rows. */
        private static boolean isBounded(ColumnType type) {
            return switch (type) {
                case INT, BIGINT, DATE, TIMESTAMP, MONEY, USAGE -> true;
                case STRING, BOOLEAN, STRING_MAP -> false;
            };
        }

        private static Object parse(ColumnType type, String text) {
            return switch (type) {
                case INT -> Integer.valueOf(text);
                case BIGINT -> Long.valueOf(text);
                case DATE -> LocalDate.parse(text);
                case TIMESTAMP -> instant(text);
                case MONEY, USAGE -> new BigDecimal(text);
                case STRING, BOOLEAN, STRING_MAP -> throw new IllegalArgumentException(type + " has no bounds");
            };
        }

        private static Instant instant(String text) {
            return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        }

        @SuppressWarnings("unchecked")
        private static int compare(Object left, Object right) {
            return ((Comparable<Object>) left).compareTo(right);
        }
    }
}
