package org.apportion.publish.conformance;

import java.util.List;

/**
 * A file as the engine reads it.
 *
 * @param name for the report
 * @param relation text that may stand after {@code FROM}; has the columns and {@code x_row}, the number of the data row from 1
 */
public record CheckedFile(String name, String relation, List<CheckedColumn> columns) {
    public CheckedFile {
        columns = List.copyOf(columns);
    }

    List<String> names() {
        return columns.stream().map(CheckedColumn::name).toList();
    }

    /** @param type the engine's name of the column's type */
    public record CheckedColumn(String name, String type) {}
}
