package org.apportion.testkit.reference;

import java.util.SortedMap;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.PortableHash;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Tier.UsageKey;
import org.jspecify.annotations.Nullable;

/** Records that agree in all group columns, in their tags and in the rule that took them. One object per group and run. */
public final class RecordGroup {
    private final SortedMap<String, String> columns;
    private final SortedMap<String, String> tags;
    private final long tagContext;
    private final long groupId;
    private final @Nullable AllocationRule rule;
    private final long id;

    RecordGroup(
            SortedMap<String, String> columns,
            SortedMap<String, String> tags,
            long tagContext,
            long groupId,
            @Nullable AllocationRule rule) {
        this.columns = columns;
        this.tags = tags;
        this.tagContext = tagContext;
        this.groupId = groupId;
        this.rule = rule;
        this.id = PortableHash.of(
                Long.toString(groupId),
                rule == null ? null : rule.id(),
                rule == null ? null : Integer.toString(rule.version()));
    }

    /** {@code record_group}: portable hash of group id, rule and rule version. */
    public long id() {
        return id;
    }

    /** Group columns by id; an absent column is null. */
    public SortedMap<String, String> columns() {
        return columns;
    }

    /** Key of the resolved tags. */
    public long tagContext() {
        return tagContext;
    }

    /** {@code x_GroupId} of its records. */
    public long groupId() {
        return groupId;
    }

    /** Null if no rule took the records. */
    public @Nullable AllocationRule rule() {
        return rule;
    }

    /** The column's text; null if it is missing or empty. */
    @Nullable
    String nonEmpty(String column) {
        return nullIfEmpty(columns.get(column));
    }

    /** The resolved tag's value; null if it is missing or empty. */
    @Nullable
    String nonEmptyTag(String key) {
        return nullIfEmpty(tags.get(key));
    }

    boolean meets(Condition condition) {
        return new ConditionEvaluator(key -> columns.get(key), key -> tags.get(key)).holds(condition);
    }

    String currency() {
        return columns.getOrDefault("BillingCurrency", "");
    }

    /** The text by which samples are found; null finds nobody. */
    @Nullable
    String usageKey(UsageKey key) {
        if (key instanceof UsageKey.ColumnKey column) {
            return nonEmpty(column.column());
        }
        return nullIfEmpty(((UsageKey.FixedKey) key).resource());
    }

    /** The resource as consumer, where nobody else is found. */
    Consumer resource() {
        String id = nonEmpty("ResourceId");
        String service = nonEmpty("ServiceName");
        String account = nonEmpty("SubAccountId");
        String name = id != null
                ? id
                : service != null
                        ? "service=" + service
                        : account != null ? "account=" + account : "source=" + columns.get("x_Source");
        return new Consumer(ConsumerKind.RESOURCE, name);
    }

    private static @Nullable String nullIfEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
