package org.apportion.testkit.month;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.CostBasis;
import org.apportion.model.PortableHash;
import org.apportion.model.table.GroupColumn;
import org.jspecify.annotations.Nullable;

/**
 * One row of a bill, as little of it as an allocation reads.
 *
 * @param id {@code x_RecordId}, unique in the month
 * @param columns group columns by id; an absent column is null
 * @param tags as delivered
 * @param billedCost at most 18 decimals, any sign
 * @param effectiveCost at most 18 decimals, any sign
 * @param start {@code ChargePeriodStart}, inclusive
 * @param end {@code ChargePeriodEnd}, exclusive; may be at or before the start, as in real bills
 */
public record BillRecord(
        long id,
        SortedMap<String, String> columns,
        SortedMap<String, String> tags,
        BigDecimal billedCost,
        BigDecimal effectiveCost,
        Instant start,
        Instant end) {
    public BillRecord {
        columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        columns.keySet().forEach(BillRecord::requireGroupColumn);
    }

    public @Nullable String column(String columnId) {
        requireGroupColumn(columnId);
        return columns.get(columnId);
    }

    public BigDecimal cost(CostBasis basis) {
        return basis == CostBasis.BILLED ? billedCost : effectiveCost;
    }

    /** Key of what the record's tags resolve to. */
    public long tagContext() {
        List<@Nullable String> texts = new ArrayList<>();
        tags.forEach((key, value) -> {
            texts.add(key);
            texts.add(value);
        });
        texts.add(column("x_ResourceGroup"));
        texts.add(column("SubAccountId"));
        texts.add(column("BillingAccountId"));
        return PortableHash.of(texts);
    }

    /** Key of all group columns and the tag context. */
    public long groupId() {
        List<@Nullable String> texts = new ArrayList<>();
        GroupColumn.ids().forEach(id -> texts.add(column(id)));
        texts.add(Long.toString(tagContext()));
        return PortableHash.of(texts);
    }

    private static void requireGroupColumn(String columnId) {
        if (!GroupColumn.contains(columnId)) {
            throw new IllegalArgumentException(columnId + " is no group column");
        }
    }
}
