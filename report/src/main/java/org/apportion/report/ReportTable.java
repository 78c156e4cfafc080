package org.apportion.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer as rows and columns, independent of how it is shown. Text, numbers and money are exact; nothing is formatted.
 *
 * @param rows one list per row, one value per column: String, Long, BigDecimal, LocalDate, Instant or null
 * @param totals one value per column, null where a sum makes no sense; empty if the table has no totals
 * @param notes sentences a reader needs beside the numbers, such as what is left out
 */
public record ReportTable(
        String title,
        List<ReportColumn> columns,
        List<List<@Nullable Object>> rows,
        List<@Nullable Object> totals,
        List<String> notes) {

    public ReportTable {
        columns = List.copyOf(columns);
        rows = rows.stream()
                .map(row -> Collections.unmodifiableList(new ArrayList<>(row)))
                .toList();
        totals = Collections.unmodifiableList(new ArrayList<>(totals));
        notes = List.copyOf(notes);
        int width = columns.size();
        if (rows.stream().anyMatch(row -> row.size() != width) || !(totals.isEmpty() || totals.size() == width)) {
            throw new IllegalArgumentException("each row of '" + title + "' needs " + width + " values");
        }
    }
}
