package org.apportion.publish;

import java.util.List;
import org.apportion.model.table.Column;

/**
 * The rows of an output: a select and the columns it gives, in order.
 *
 * @param amount name of the column whose sums are booked
 * @param currency name of the column that says the amount's currency
 */
record Dataset(String select, List<Column> columns, String amount, String currency) {
    Dataset {
        columns = List.copyOf(columns);
    }

    int index(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column " + name);
    }
}
