package org.apportion.allocate;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.BillingMonth;
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

/** A month written by hand: October 2026, one account, resource {@code r} unless said otherwise. */
final class SmallMonth {
    private final List<BillRecord> records = new ArrayList<>();
    private final List<UsageRow> samples = new ArrayList<>();
    private final Map<Long, SortedMap<String, String>> tags = new HashMap<>();
    private final List<DirectoryEntry> directory = new ArrayList<>();
    private final List<AllocationRule> rules = new ArrayList<>();
    private final Map<String, SortedMap<String, BigDecimal>> shares = new HashMap<>();

    SmallMonth record(String cost, String start, String end, String... columns) {
        return recordAt(cost, "2026-10-" + start + ":00Z", "2026-10-" + end + ":00Z", columns);
    }

    SmallMonth recordAt(String cost, String start, String end, String... columns) {
        SortedMap<String, String> values = new TreeMap<>(Map.of(
                "x_Source",
                "bill",
                "x_BillingMonth",
                "2026-10",
                "BillingCurrency",
                "EUR",
                "ResourceId",
                "r",
                "SubAccountId",
                "acc",
                "ChargeCategory",
                "Usage"));
        for (int i = 0; i < columns.length; i += 2) {
            values.put(columns[i], columns[i + 1]);
        }
        BigDecimal amount = new BigDecimal(cost);
        Instant from = Instant.parse(start);
        Instant to = Instant.parse(end);
        records.add(new BillRecord(records.size() + 1, values, new TreeMap<>(), amount, amount, from, to));
        return this;
    }

    SmallMonth sample(String metric, String hour, String consumer, String value) {
        samples.add(new UsageRow(
                metric, "r", Instant.parse("2026-10-" + hour + ":00Z"), consumer, new BigDecimal(value), "all"));
        return this;
    }

    /** A resolved tag of the latest record. */
    SmallMonth tag(String key, String value) {
        tags.computeIfAbsent(records.get(records.size() - 1).tagContext(), any -> new TreeMap<>())
                .put(key, value);
        return this;
    }

    SmallMonth owner(DirectoryEntry entry) {
        directory.add(entry);
        return this;
    }

    SmallMonth rule(Tier... tiers) {
        return rule(new Condition.Always(), Spread.EVEN, new Part("all", BigDecimal.ONE, "usage", List.of(tiers)));
    }

    SmallMonth rule(Condition condition, Spread spread, Part... parts) {
        return rule(condition, Validity.ALWAYS, spread, parts);
    }

    SmallMonth rule(Condition condition, Validity validity, Spread spread, Part... parts) {
        rules.add(new AllocationRule(
                "rule" + rules.size(), 1, "", validity, "", condition, spread, List.of(parts), "rules.yaml:1:1"));
        return this;
    }

    /** Lets a tag stand for several owners. */
    SmallMonth share(String tag, Map<String, String> owners) {
        SortedMap<String, BigDecimal> weights = new TreeMap<>();
        owners.forEach((owner, weight) -> weights.put(owner, new BigDecimal(weight)));
        shares.put(tag, weights);
        return this;
    }

    MonthData data() {
        return new MonthData(
                BillingMonth.of(2026, 10), records, samples, tags, new Directory(directory), rules, shares);
    }
}
