package org.apportion.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.BillingMonth;
import org.apportion.model.Consumer;
import org.apportion.model.Validity;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Condition.Operand.ColumnValue;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.testkit.month.BillRecord;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.month.UsageRow;

/**
 * Two days of a small Kafka organization.
 *
 * <ul>
 *   <li>24 USD for reading from lkc-1 on 1 October; only sa-1 reads, in every hour: 1 USD an hour.
 *   <li>3 USD for the storage of lkc-1 on 2 October from 22:30 to 24:00, shared by the owners of its keys, sa-1 and sa-2.
 *   <li>0.1 USD for the schema registry of env-1 on 2 October.
 * </ul>
 */
final class KafkaMonth {
    static final BillingMonth MONTH = BillingMonth.of(2026, 10);

    private KafkaMonth() {}

    static MonthData data() {
        return data(List.of(
                record(1, "24", "lkc-1", "KAFKA_NETWORK_READ", "2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z"),
                record(2, "3", "lkc-1", "KAFKA_STORAGE", "2026-10-02T22:30:00Z", "2026-10-03T00:00:00Z"),
                record(3, "0.1", "lsrc-1", "SCHEMA_REGISTRY", "2026-10-02T00:00:00Z", "2026-10-03T00:00:00Z")));
    }

    static MonthData data(List<BillRecord> records) {
        Map<Long, SortedMap<String, String>> tags = new TreeMap<>();
        records.forEach(record -> tags.put(record.tagContext(), record.tags()));
        List<UsageRow> usage = new ArrayList<>();
        for (int hour = 0; hour < 48; hour++) {
            String at = Instant.parse("2026-10-01T00:00:00Z")
                    .plusSeconds(3600L * hour)
                    .toString();
            usage.add(UsageRow.of("bytes", "lkc-1", at, "sa-1", "5"));
            usage.add(UsageRow.of("confluent_key_owner", "lkc-1", at, "sa-1", "1"));
            usage.add(UsageRow.of("confluent_key_owner", "lkc-1", at, "sa-2", "1"));
            usage.add(UsageRow.of("confluent_identity", "org-1", at, "sa-1", "1"));
            usage.add(UsageRow.of("confluent_identity", "org-1", at, "u-7", "1"));
        }
        return new MonthData(
                MONTH,
                records,
                usage,
                tags,
                new Directory(List.of(
                        new DirectoryEntry(Consumer.principal("sa-1"), "team-a", Validity.ALWAYS, "directory.csv:2"))),
                List.of(
                        rule(
                                "read",
                                "KAFKA_NETWORK_READ",
                                "usage",
                                new Tier.ByMetric("bytes", Tier.UsageKey.RESOURCE_ID)),
                        rule(
                                "storage",
                                "KAFKA_STORAGE",
                                "shared",
                                new Tier.Even(
                                        List.of("confluent_key_owner"), Tier.Window.DAY, Tier.UsageKey.RESOURCE_ID))));
    }

    private static AllocationRule rule(String id, String lineType, String costType, Tier tier) {
        return new AllocationRule(
                id,
                1,
                "",
                Validity.ALWAYS,
                "x_LineType == '" + lineType + "'",
                new Condition.Compare(new ColumnValue("x_LineType"), Condition.Operator.EQUAL, lineType),
                Spread.EVEN,
                List.of(new Part("all", BigDecimal.ONE, costType, List.of(tier))),
                "rules.yaml:2:5");
    }

    static BillRecord record(long id, String cost, String resource, String lineType, String start, String end) {
        SortedMap<String, String> columns = new TreeMap<>(Map.of(
                "x_Source", "confluent",
                "x_BillingMonth", "2026-10",
                "BillingCurrency", "USD",
                "ChargeCategory", "Usage",
                "SubAccountId", "env-1",
                "SubAccountName", "Production",
                "ResourceId", resource,
                "x_LineType", lineType,
                "ServiceName", "KAFKA"));
        return new BillRecord(
                id,
                columns,
                new TreeMap<>(),
                new BigDecimal(cost),
                BigDecimal.ZERO,
                Instant.parse(start),
                Instant.parse(end));
    }
}
