package org.apportion.model.source;

import java.util.Map;
import org.apportion.model.Money;
import org.apportion.model.Validity;

/**
 * A fixed monthly cost that no provider bills, such as a rack or a license. Becomes one cost record per billing month, by
 * effective days.
 *
 * @param columns FOCUS columns and {@code x_} columns of the record, such as ServiceName and ResourceId
 * @param tags tags of the record
 */
public record ListedCost(
        String id, Money amountPerMonth, Map<String, String> columns, Map<String, String> tags, Validity validity) {
    public ListedCost {
        columns = Map.copyOf(columns);
        tags = Map.copyOf(tags);
    }
}
