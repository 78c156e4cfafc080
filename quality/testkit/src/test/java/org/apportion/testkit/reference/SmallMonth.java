package org.apportion.testkit.reference;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.BillingMonth;
import org.apportion.model.CostBasis;
import org.apportion.model.Validity;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.testkit.month.BillRecord;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.month.UsageRow;

/** A month of a few records, put together by a test. Amounts read as {@code consumer day=amount}. */
final class SmallMonth {
    private final List<BillRecord> records = new ArrayList<>();
    private final List<UsageRow> samples = new ArrayList<>();
    private final List<AllocationRule> rules = new ArrayList<>();
    private final List<DirectoryEntry> entries = new ArrayList<>();

    /** A usage record of the cluster in one currency. */
    SmallMonth record(String cost, String start, String end) {
        return record(cost, start, end, Map.of("ResourceId", "cluster", "ChargeCategory", "Usage"), Map.of());
    }

    SmallMonth record(String cost, String start, String end, Map<String, String> columns, Map<String, String> tags) {
        SortedMap<String, String> all = new TreeMap<>(columns);
        all.putIfAbsent("BillingCurrency", "EUR");
        all.putIfAbsent("x_Source", "aws");
        records.add(new BillRecord(
                records.size() + 1L,
                all,
                new TreeMap<>(tags),
                new BigDecimal(cost),
                BigDecimal.ZERO,
                Instant.parse(start),
                Instant.parse(end)));
        return this;
    }

    SmallMonth sample(String metric, String hour, String consumer, String value) {
        samples.add(UsageRow.of(metric, "cluster", hour, consumer, value));
        return this;
    }

    SmallMonth rule(Spread spread, Tier... tiers) {
        return rule(new Condition.Always(), spread, new Part("only", BigDecimal.ONE, "usage", List.of(tiers)));
    }

    SmallMonth rule(Condition condition, Spread spread, Part... parts) {
        return rule(condition, Validity.ALWAYS, spread, parts);
    }

    SmallMonth rule(Condition condition, Validity validity, Spread spread, Part... parts) {
        String id = "rule" + rules.size();
        rules.add(new AllocationRule(id, 1, "", validity, "", condition, spread, List.of(parts), "test"));
        return this;
    }

    SmallMonth owner(DirectoryEntry entry) {
        entries.add(entry);
        return this;
    }

    static Part part(String weight, Tier... tiers) {
        return new Part("part", new BigDecimal(weight), "usage", List.of(tiers));
    }

    static Tier metric(String name) {
        return new Tier.ByMetric(name, Tier.UsageKey.RESOURCE_ID);
    }

    MonthData data() {
        Map<Long, SortedMap<String, String>> tags = new TreeMap<>();
        records.forEach(record -> tags.put(record.tagContext(), record.tags()));
        return new MonthData(BillingMonth.of(2026, 10), records, samples, tags, new Directory(entries), rules);
    }

    Allocation allocate() {
        return ReferenceAllocator.allocate(data(), CostBasis.BILLED);
    }

    /** Sorted lines such as {@code principal:a 2026-10-01 part0/tier0 3.5}. */
    List<String> lines() {
        return allocate().charges().stream()
                .map(charge -> "%s %s part%d/tier%d %s"
                        .formatted(
                                charge.consumer(),
                                charge.day(),
                                charge.part(),
                                charge.tier(),
                                charge.amount().stripTrailingZeros().toPlainString()))
                .sorted()
                .toList();
    }
}
