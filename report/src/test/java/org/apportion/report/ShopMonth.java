package org.apportion.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
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
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
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
 * A month to check by hand.
 *
 * <ul>
 *   <li>10 EUR for the cluster on 1 October, 10 to 11 o'clock: 3 cpu of a, 1 cpu of b, so 7.50 to a and 2.50 to b.
 *   <li>4 USD for a machine on 2 October, tagged team=x.
 *   <li>1 EUR for a disk that no rule takes.
 *   <li>5 EUR for the cluster at 11 o'clock, when nobody is measured: no_usage.
 * </ul>
 *
 * Team a owns a, team x owns the tag; nobody owns b.
 */
final class ShopMonth {
    static final BillingMonth MONTH = BillingMonth.of(2026, 10);

    private ShopMonth() {}

    static MonthData data() {
        List<BillRecord> records = List.of(
                record(
                        1,
                        "10",
                        "EUR",
                        "cluster",
                        "Kubernetes",
                        "2026-10-01T10:00:00Z",
                        "2026-10-01T11:00:00Z",
                        Map.of()),
                record(
                        2,
                        "4",
                        "USD",
                        "vm",
                        "Machines",
                        "2026-10-02T00:00:00Z",
                        "2026-10-03T00:00:00Z",
                        Map.of("team", "x")),
                record(3, "1", "EUR", "disk", "Disks", "2026-10-03T00:00:00Z", "2026-10-04T00:00:00Z", Map.of()),
                record(
                        4,
                        "5",
                        "EUR",
                        "cluster",
                        "Kubernetes",
                        "2026-10-01T11:00:00Z",
                        "2026-10-01T12:00:00Z",
                        Map.of()));
        Map<Long, SortedMap<String, String>> tags = new TreeMap<>();
        records.forEach(record -> tags.put(record.tagContext(), record.tags()));
        return new MonthData(
                MONTH,
                records,
                List.of(
                        UsageRow.of("cpu", "cluster", "2026-10-01T10:00:00Z", "a", "3"),
                        UsageRow.of("cpu", "cluster", "2026-10-01T10:00:00Z", "b", "1")),
                tags,
                new Directory(
                        List.of(entry(Consumer.principal("a"), "team-a"), entry(Consumer.tag("team", "x"), "team-x"))),
                List.of(
                        rule("machines", "Machines", new Tier.Direct(List.of(new Tier.Owner.ByTag("team")))),
                        rule("cluster", "Kubernetes", new Tier.ByMetric("cpu", Tier.UsageKey.RESOURCE_ID))));
    }

    /** The same with 2 EUR for a month of support, which is billed on its first day. */
    static MonthData withSupportOfTheMonth() {
        MonthData month = data();
        List<BillRecord> records = new ArrayList<>(month.records());
        records.add(
                record(5, "2", "EUR", "support", "Support", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z", Map.of()));
        Map<Long, SortedMap<String, String>> tags = new TreeMap<>();
        records.forEach(record -> tags.put(record.tagContext(), record.tags()));
        return new MonthData(MONTH, records, month.samples(), tags, month.directory(), month.rules());
    }

    static Organization organization() {
        return new Organization(List.of(
                unit("shop", "Shop", "department", null),
                unit("team-a", "Team A", "team", "shop"),
                unit("team-x", "Team X", "team", "shop")));
    }

    /** 7.50 EUR of cost asked from team a with a markup of 10 %. */
    static List<Object[]> priceLines() {
        return List.<Object[]>of(new Object[] {
            "2026-10",
            1,
            "cost",
            "account",
            "team-a",
            null,
            null,
            "Kubernetes",
            null,
            LocalDate.of(2026, 10, 1),
            LocalDate.of(2026, 10, 2),
            "markup",
            null,
            new BigDecimal("7.5"),
            "EUR",
            new BigDecimal("8.25"),
            "EUR",
            "[{\"step\":\"cost\",\"result\":\"7.5\",\"currency\":\"EUR\"},{\"step\":\"multiply\",\"price\":\"markup\","
                    + "\"factor\":\"1.1\",\"result\":\"8.25\",\"currency\":\"EUR\"}]"
        });
    }

    private static OrganizationUnit unit(
            String id, String name, String kind, @org.jspecify.annotations.Nullable String parent) {
        return new OrganizationUnit(id, name, kind, parent, null, null, List.of());
    }

    private static DirectoryEntry entry(Consumer subject, String unit) {
        return new DirectoryEntry(subject, unit, Validity.ALWAYS, "directory.csv:2");
    }

    private static AllocationRule rule(String id, String service, Tier tier) {
        return new AllocationRule(
                id,
                1,
                "",
                Validity.ALWAYS,
                "ServiceName == '" + service + "'",
                new Condition.Compare(new ColumnValue("ServiceName"), Condition.Operator.EQUAL, service),
                Spread.EVEN,
                List.of(new Part("all", BigDecimal.ONE, "usage", List.of(tier))),
                "rules.yaml:2:5");
    }

    private static BillRecord record(
            long id,
            String cost,
            String currency,
            String resource,
            String service,
            String start,
            String end,
            Map<String, String> tags) {
        SortedMap<String, String> columns = new TreeMap<>(Map.of(
                "x_Source",
                "bill",
                "x_BillingMonth",
                "2026-10",
                "BillingCurrency",
                currency,
                "ChargeCategory",
                "Usage",
                "ResourceId",
                resource,
                "ServiceName",
                service));
        return new BillRecord(
                id,
                columns,
                new TreeMap<>(tags),
                new BigDecimal(cost),
                BigDecimal.ZERO,
                Instant.parse(start),
                Instant.parse(end));
    }
}
