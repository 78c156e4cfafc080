package org.apportion.publish.focus;

import java.util.List;
import org.apportion.model.table.Column;

/**
 * Rows of a file of a bundle.
 *
 * @param select of the columns, in order of them
 * @param order columns to sort by
 */
record BundleRows(String select, List<Column> columns, List<String> order) {
    BundleRows {
        columns = List.copyOf(columns);
        order = List.copyOf(order);
    }
}
