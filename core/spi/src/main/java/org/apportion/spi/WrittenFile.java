package org.apportion.spi;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file that an engine wrote, with what its footer says.
 *
 * @param columns per top-level column without nested types, in order
 */
public record WrittenFile(Path path, long rows, long bytes, List<ColumnStatistics> columns) {
    public WrittenFile {
        columns = List.copyOf(columns);
    }

    /**
     * What a footer says about one column.
     *
     * @param minimum smallest value as Integer, Long, LocalDate, Instant or BigDecimal; null where the footer has none, and
     *     always for text
     * @param maximum largest value, likewise
     */
    public record ColumnStatistics(
            String column,
            long compressedBytes,
            long values,
            long nulls,
            @Nullable Object minimum,
            @Nullable Object maximum) {}
}
