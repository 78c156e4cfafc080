package org.apportion.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.rule.Tier.UsageKey;
import org.jspecify.annotations.Nullable;

/**
 * A record group of a run.
 *
 * @param id {@code record_group}
 * @param groupId {@code x_GroupId} of its records
 * @param rule id of the rule that took it; null if none did
 * @param columns group columns by id in their order, absent where null
 * @param tags its resolved tags in order of key
 */
record GroupFacts(
        long id,
        long groupId,
        @Nullable String rule,
        int ruleVersion,
        Map<String, String> columns,
        List<ResolvedTag> tags) {

    /** A tag that counts and where it came from. */
    record ResolvedTag(String key, String value, String origin, String sourceKey, String sourceValue) {}

    String currency() {
        return columns.getOrDefault("BillingCurrency", "");
    }

    Optional<ResolvedTag> tag(String key) {
        return tags.stream().filter(tag -> tag.key().equals(key)).findFirst();
    }

    Map<String, String> tagValues() {
        Map<String, String> values = new LinkedHashMap<>();
        tags.forEach(tag -> values.put(tag.key(), tag.value()));
        return values;
    }

    /** Null if missing or empty. */
    @Nullable
    String filled(String column) {
        String value = columns.get(column);
        return value == null || value.isEmpty() ? null : value;
    }

    @Nullable
    Consumer tagged(String key) {
        String value = tagValues().get(key);
        return value == null || value.isEmpty() ? null : Consumer.tag(key, value);
    }

    @Nullable
    Consumer account(String column) {
        String id = filled(column);
        return id == null ? null : new Consumer(ConsumerKind.ACCOUNT, id);
    }

    /** The text by which samples are found; null finds nobody. */
    @Nullable
    String usageKey(UsageKey key) {
        if (key instanceof UsageKey.ColumnKey column) {
            return filled(column.column());
        }
        String fixed = ((UsageKey.FixedKey) key).resource();
        return fixed.isEmpty() ? null : fixed;
    }

    /** The resource as consumer, where nobody else is found. */
    Consumer resource() {
        String name = filled("ResourceId");
        if (name == null) {
            String service = filled("ServiceName");
            String account = filled("SubAccountId");
            name = service != null
                    ? "service=" + service
                    : account != null ? "account=" + account : "source=" + columns.get("x_Source");
        }
        return new Consumer(ConsumerKind.RESOURCE, name);
    }

    boolean isOneMonthCell() {
        return List.of("Purchase", "Tax", "Credit").contains(columns.getOrDefault("ChargeCategory", ""));
    }
}
