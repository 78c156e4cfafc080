package org.apportion.model.table;

import java.util.List;

/**
 * A table of the lake.
 *
 * @param partition columns whose values are the same in all rows of one file; replacement works on these
 * @param sort columns by which rows lie sorted inside a file
 */
public record TableSchema(String name, List<Column> columns, List<String> partition, List<String> sort) {

    public TableSchema {
        columns = List.copyOf(columns);
        partition = List.copyOf(partition);
        sort = List.copyOf(sort);
    }

    public Column column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no column " + columnName));
    }

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }
}
