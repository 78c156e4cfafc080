package org.apportion.testkit.month;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.BillingMonth;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Validity;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;

/**
 * Generates a billing month (2026-10) that is as nasty as bills can be and nastier: every sign and magnitude, odd periods, empty
 * and hostile names, rules with every tier and hand-over, usage without cost and cost without usage. The same seed gives the
 * same month.
 *
 * <p>Records' cells touch September, October and November 2026; samples lie in exactly these months.
 */
public final class HostileMonth {
    static final List<String> METRICS = List.of("cpu", "memory", "bytes", "Requests", "idle", "ü😀");
    static final List<String> RESOURCES =
            List.of("vm-1", "vm-2", "cluster", "crowd", "it's \"one\"", "100%_\\\n", "😀", "\uFF5E");
    static final List<String> TAG_KEYS = List.of("team", "env", "cost center", "it's", "😀");
    static final int USAGE_TYPES = 16;

    private static final List<String> CURRENCIES = List.of("EUR", "USD", "JPY", "credits");
    private static final List<String> CATEGORIES =
            List.of("Usage", "Usage", "Usage", "Usage", "Usage", "Usage", "Adjustment", "Purchase", "Tax", "Credit");
    private static final List<String> ACCOUNTS = List.of("acc-1", "acc-2", "00123", "7.5E+11", "it's");

    private final Random random;
    private final List<String> principals;

    private HostileMonth(long seed) {
        this.random = new Random(seed);
        this.principals = principals(8 + random.nextInt(8));
    }

    /** A month of about 300 records. */
    public static MonthData generate(long seed) {
        return generate(seed, 300);
    }

    /**
     * A month with hostile shapes; the same for the same seed.
     *
     * @param records how many records, 3 or more
     */
    public static MonthData generate(long seed, int records) {
        return new HostileMonth(seed).month(records);
    }

    private MonthData month(int count) {
        List<BillRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HostilePeriods.Period period = i < 3 ? firstHourOfMonth(i) : HostilePeriods.draw(random);
            records.add(record(period));
            if (random.nextInt(3) == 0) {
                records.add(sibling(records.get(records.size() - 1)));
            }
        }
        return new MonthData(
                BillingMonth.of(2026, 10),
                records,
                samples(),
                resolvedTags(records),
                directory(),
                new HostileRules(random, principals).rules());
    }

    private static HostilePeriods.Period firstHourOfMonth(int month) {
        Instant start = Instant.parse("2026-%02d-01T00:00:00Z".formatted(9 + month));
        return new HostilePeriods.Period(start, start.plus(1, ChronoUnit.HOURS));
    }

    private BillRecord record(HostilePeriods.Period period) {
        SortedMap<String, String> columns = new TreeMap<>();
        columns.put("x_Source", random.nextInt(4) == 0 ? "it's a \"source\"" : "aws");
        columns.put("x_BillingMonth", "2026-10");
        columns.put("BillingCurrency", CURRENCIES.get(Math.min(random.nextInt(10) / 2, 3)));
        columns.put("ChargeCategory", pick(CATEGORIES));
        columns.put("x_UsageType", "u" + random.nextInt(USAGE_TYPES));
        putMaybe(columns, "ResourceId", random.nextInt(3) == 0 ? HostileText.name(random) : pick(RESOURCES));
        putMaybe(columns, "ResourceName", pick(RESOURCES));
        putMaybe(columns, "ServiceName", random.nextBoolean() ? "Kafka" : HostileText.name(random));
        putMaybe(columns, "SubAccountId", pick(ACCOUNTS));
        putMaybe(columns, "BillingAccountId", pick(ACCOUNTS));
        putMaybe(columns, "x_ResourceGroup", random.nextBoolean() ? "rg" : "RG");
        SortedMap<String, String> tags = new TreeMap<>();
        for (String key : TAG_KEYS) {
            if (random.nextInt(3) == 0) {
                tags.put(key, random.nextInt(6) == 0 ? "" : HostileText.name(random));
            }
        }
        return new BillRecord(
                id(),
                columns,
                tags,
                HostileNumbers.cost(random),
                HostileNumbers.cost(random),
                period.start(),
                period.end());
    }

    /** Another record of the same group, often in the same window: it is summed, and what it owes is the mixed difference. */
    private BillRecord sibling(BillRecord first) {
        boolean sameWindow = random.nextInt(3) > 0;
        HostilePeriods.Period other = HostilePeriods.draw(random);
        return new BillRecord(
                id(),
                first.columns(),
                first.tags(),
                HostileNumbers.cost(random),
                HostileNumbers.cost(random),
                sameWindow ? first.start() : other.start(),
                sameWindow ? first.end() : other.end());
    }

    /** Like a portable hash: 0 to 2^60 - 1. */
    private long id() {
        return random.nextLong() >>> 4;
    }

    private void putMaybe(Map<String, String> columns, String column, String value) {
        int fate = random.nextInt(8);
        if (fate == 0) {
            columns.put(column, "");
        } else if (fate > 1) {
            columns.put(column, value);
        }
    }

    private List<UsageRow> samples() {
        Map<List<Object>, UsageRow> samples = new HashMap<>();
        List<UsageRow> inOrder = new ArrayList<>();
        for (String resource : RESOURCES) {
            for (String metric : METRICS) {
                if (random.nextInt(3) > 0) {
                    addSamples(inOrder, samples, metric, resource);
                }
            }
        }
        return inOrder;
    }

    private void addSamples(List<UsageRow> inOrder, Map<List<Object>, UsageRow> known, String metric, String resource) {
        boolean crowd = resource.equals("crowd") && metric.equals("cpu");
        int bits = metric.equals("bytes") ? 96 : metric.equals("memory") ? 60 : 40;
        int rows = crowd ? 1500 : 40 + random.nextInt(200);
        Instant crowdHour = HostilePeriods.busyHour(random);
        for (int i = 0; i < rows; i++) {
            Instant hour = crowd ? crowdHour : HostilePeriods.busyHour(random);
            String principal = crowd && random.nextInt(10) > 0 ? "p" + i : pick(principals);
            String slice = random.nextInt(10) == 0 ? "late" : "all";
            UsageRow row = new UsageRow(
                    metric,
                    resource,
                    hour,
                    principal,
                    metric.equals("idle") ? BigDecimal.ZERO : HostileNumbers.usage(random, bits),
                    slice);
            if (known.putIfAbsent(List.of(metric, resource, hour, principal, slice), row) == null) {
                inOrder.add(row);
            }
        }
    }

    private List<String> principals(int count) {
        Set<String> names = new LinkedHashSet<>();
        while (names.size() < count) {
            names.add(random.nextInt(3) == 0 ? "svc-" + random.nextInt(100) : HostileText.name(random));
        }
        return List.copyOf(names);
    }

    /** As delivered, except that the account acc-1 inherits an owner and empty values are sometimes filled. */
    private static Map<Long, SortedMap<String, String>> resolvedTags(List<BillRecord> records) {
        Map<Long, SortedMap<String, String>> resolved = new HashMap<>();
        for (BillRecord record : records) {
            SortedMap<String, String> tags = new TreeMap<>(record.tags());
            if ("acc-1".equals(record.column("SubAccountId"))) {
                tags.putIfAbsent("team", "inherited");
            }
            if (!tags.isEmpty()) {
                resolved.put(record.tagContext(), tags);
            }
        }
        return resolved;
    }

    private Directory directory() {
        Set<Consumer> subjects = new LinkedHashSet<>();
        for (int i = 0; i < 20; i++) {
            subjects.add(Consumer.tag(pick(TAG_KEYS), HostileText.name(random)));
            subjects.add(new Consumer(ConsumerKind.ACCOUNT, pick(ACCOUNTS)));
            subjects.add(new Consumer(
                    ConsumerKind.RESOURCE,
                    random.nextInt(4) == 0 ? "service=" + HostileText.name(random) : HostileText.name(random)));
        }
        List<DirectoryEntry> entries = new ArrayList<>();
        for (Consumer subject : subjects) {
            LocalDate change = LocalDate.of(2026, 10, 1).plusDays(random.nextInt(31));
            switch (random.nextInt(4)) {
                case 0 -> entries.add(new DirectoryEntry(subject, "unit-a", Validity.ALWAYS, "directory"));
                case 1 -> entries.add(new DirectoryEntry(subject, "unit-b", new Validity(change, null), "directory"));
                case 2 -> entries.add(new DirectoryEntry(subject, "unit-c", new Validity(null, change), "directory"));
                default -> {
                    entries.add(new DirectoryEntry(subject, "unit-a", new Validity(null, change), "directory"));
                    entries.add(new DirectoryEntry(
                            subject, "unit-b", new Validity(change.plusDays(random.nextInt(3)), null), "directory"));
                }
            }
        }
        return new Directory(entries);
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
