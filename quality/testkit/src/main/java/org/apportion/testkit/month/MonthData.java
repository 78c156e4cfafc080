package org.apportion.testkit.month;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apportion.model.BillingMonth;
import org.apportion.model.organization.Directory;
import org.apportion.model.rule.AllocationRule;

/**
 * Everything that an allocation of one billing month reads.
 *
 * @param samples all samples of the calendar months that the records' cells touch
 * @param resolvedTags tag context to key to value; a context without tags may be absent
 * @param rules in the order in which they are tried
 * @param shares tags that stand for several owners: name ({@code key=value}) to the names of tags and their weights
 */
public record MonthData(
        BillingMonth month,
        List<BillRecord> records,
        List<UsageRow> samples,
        Map<Long, SortedMap<String, String>> resolvedTags,
        Directory directory,
        List<AllocationRule> rules,
        Map<String, SortedMap<String, BigDecimal>> shares) {
    public MonthData {
        records = List.copyOf(records);
        samples = List.copyOf(samples);
        resolvedTags = Map.copyOf(resolvedTags);
        rules = List.copyOf(rules);
        shares = Map.copyOf(shares);
    }

    /** A month in which each tag is one owner. */
    public MonthData(
            BillingMonth month,
            List<BillRecord> records,
            List<UsageRow> samples,
            Map<Long, SortedMap<String, String>> resolvedTags,
            Directory directory,
            List<AllocationRule> rules) {
        this(month, records, samples, resolvedTags, directory, rules, Map.of());
    }

    /** The same month with tags that stand for several owners. */
    public MonthData withShares(Map<String, SortedMap<String, BigDecimal>> others) {
        return new MonthData(month, records, samples, resolvedTags, directory, rules, others);
    }
}
