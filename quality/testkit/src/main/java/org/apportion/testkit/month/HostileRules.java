package org.apportion.testkit.month;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Validity;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;

/** Draws rules with every kind of condition, part, tier and hand-over. */
final class HostileRules {
    private static final List<String> WEIGHTS =
            List.of("0", "1", "1", "30", "70", "0.000000001", "33.333333333", "1000000000");
    private static final List<String> COLUMNS =
            List.of("ServiceName", "ResourceId", "SubAccountId", "ChargeCategory", "x_Source", "RegionId");

    private final Random random;
    private final List<String> principals;
    private final SortedSet<String> earlier = new TreeSet<>();

    HostileRules(Random random, List<String> principals) {
        this.random = random;
        this.principals = principals;
    }

    /** A rule for most usage types, some in two eras, tried in order; some record finds none. */
    List<AllocationRule> rules() {
        List<AllocationRule> rules = new ArrayList<>();
        for (int type = 0; type < HostileMonth.USAGE_TYPES - 1; type++) {
            Condition usageType = new Condition.Compare(
                    new Condition.Operand.ColumnValue("x_UsageType"), Condition.Operator.EQUAL, "u" + type);
            boolean narrow = random.nextInt(4) == 0;
            Condition condition = narrow ? new Condition.And(List.of(usageType, condition(2))) : usageType;
            LocalDate change = LocalDate.of(2026, 10, 1 + random.nextInt(31));
            boolean secondPass = type % 5 == 4;
            earlier.clear();
            rules.forEach(rule -> earlier.add(rule.id()));
            String id = random.nextInt(4) == 0 ? "rule " + type + " it's" : "rule-" + type;
            if (random.nextInt(3) == 0) {
                rules.add(rule(id, 1, new Validity(null, change), condition, secondPass));
                rules.add(rule(id, 2, new Validity(change, null), condition, random.nextBoolean() && secondPass));
            } else {
                rules.add(rule(id, 1, Validity.ALWAYS, condition, secondPass));
            }
        }
        rules.add(rule("odd", 7, Validity.ALWAYS, condition(3), false));
        return rules;
    }

    private AllocationRule rule(String id, int version, Validity validity, Condition condition, boolean secondPass) {
        List<Part> parts = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            BigDecimal weight = new BigDecimal(i == 0 ? "70" : pick(WEIGHTS));
            parts.add(random.nextInt(parts.size() + 1), part("part" + i, weight, secondPass && i == 0));
        }
        Spread spread = switch (random.nextInt(6)) {
            case 0, 3 -> Spread.USAGE;
            case 1 -> Spread.HOURS;
            default -> Spread.EVEN;
        };
        return new AllocationRule(id, version, "", validity, "generated", condition, spread, parts, "generated");
    }

    private Part part(String name, BigDecimal weight, boolean secondPass) {
        List<Tier> tiers = new ArrayList<>();
        int count = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            tiers.add(tier());
        }
        if (secondPass) {
            tiers.add(random.nextInt(tiers.size() + 1), allocated());
        }
        SortedMap<Integer, String> costTypes = new TreeMap<>();
        if (!tiers.isEmpty() && random.nextInt(3) == 0) {
            costTypes.put(random.nextInt(tiers.size()), "of one tier");
        }
        return new Part(name, weight, random.nextBoolean() ? "usage" : "it's shared", tiers, costTypes);
    }

    private Tier tier() {
        return switch (random.nextInt(21)) {
            case 20 -> new Tier.Unallocated("nobody_" + random.nextInt(3));
            case 0, 1, 10, 11 -> direct();
            case 2, 12 -> new Tier.FixedShares(shares());
            case 3, 4, 13, 14 ->
                new Tier.Even(
                        random.nextBoolean() ? List.of() : List.of(metric(), metric()),
                        pick(List.of(Tier.Window.values())),
                        key());
            case 5, 6, 15, 16 -> new Tier.ByMetric(metric(), key());
            case 7, 8, 17, 18 -> new Tier.ByMix(new TreeMap<>(mix()), key());
            default -> maximum();
        };
    }

    private Tier maximum() {
        int first = random.nextInt(HostileMonth.METRICS.size());
        int second = (first + 1 + random.nextInt(HostileMonth.METRICS.size() - 1)) % HostileMonth.METRICS.size();
        return new Tier.ByMaximum(HostileMonth.METRICS.get(first), HostileMonth.METRICS.get(second), key());
    }

    private Tier allocated() {
        Condition where = random.nextInt(3) == 0 ? condition(1) : new Condition.Always();
        List<String> within = switch (random.nextInt(3)) {
            case 0 -> List.of("SubAccountId");
            case 1 -> List.of("x_Source", "ServiceName");
            default -> List.of();
        };
        return new Tier.ByAllocatedCost(where, within, named());
    }

    /** Nothing, or some earlier rules: those of the passes before among them, so that passes build on each other. */
    private SortedSet<String> named() {
        SortedSet<String> named = new TreeSet<>();
        if (random.nextInt(3) > 0) {
            earlier.stream().filter(id -> random.nextInt(2) == 0).forEach(named::add);
        }
        return named;
    }

    private Tier direct() {
        List<Tier.Owner> owners = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            owners.add(
                    switch (random.nextInt(13)) {
                        case 12 -> new Tier.Owner.ByResource();
                        case 0, 6 -> new Tier.Owner.ByAccount();
                        case 1, 7 -> new Tier.Owner.ByName(consumer());
                        case 2, 3, 8, 9 -> new Tier.Owner.ByTag(pick(HostileMonth.TAG_KEYS));
                        default ->
                            new Tier.Owner.ByDirectory(
                                    List.of(pick(HostileMonth.TAG_KEYS), pick(HostileMonth.TAG_KEYS)));
                    });
        }
        return new Tier.Direct(owners);
    }

    private Map<Consumer, BigDecimal> shares() {
        Map<Consumer, BigDecimal> shares = new TreeMap<>();
        shares.put(new Consumer(ConsumerKind.UNIT, "unit-a"), BigDecimal.ONE);
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            shares.put(consumer(), new BigDecimal(pick(WEIGHTS)));
        }
        return shares;
    }

    private Map<String, BigDecimal> mix() {
        Map<String, BigDecimal> weights = new TreeMap<>();
        weights.put(metric(), new BigDecimal("2"));
        weights.putIfAbsent(metric(), new BigDecimal(pick(WEIGHTS)));
        weights.putIfAbsent(metric(), new BigDecimal(pick(WEIGHTS)));
        return weights;
    }

    private Consumer consumer() {
        return new Consumer(pick(List.of(ConsumerKind.values())), pick(principals));
    }

    private Tier.UsageKey key() {
        return switch (random.nextInt(6)) {
            case 0 -> new Tier.UsageKey.ColumnKey("ResourceName");
            case 1 -> new Tier.UsageKey.FixedKey(pick(HostileMonth.RESOURCES));
            case 2 -> new Tier.UsageKey.FixedKey(random.nextBoolean() ? "" : "nobody there");
            default -> Tier.UsageKey.RESOURCE_ID;
        };
    }

    /** A condition of at most that depth. */
    private Condition condition(int depth) {
        if (depth > 0 && random.nextBoolean()) {
            List<Condition> inner = List.of(condition(depth - 1), condition(depth - 1));
            return switch (random.nextInt(3)) {
                case 0 -> new Condition.And(inner);
                case 1 -> new Condition.Or(inner);
                default -> new Condition.Not(inner.get(0));
            };
        }
        Condition.Operand operand = random.nextBoolean()
                ? new Condition.Operand.TagValue(pick(HostileMonth.TAG_KEYS))
                : new Condition.Operand.ColumnValue(pick(COLUMNS));
        Condition.Operator[] operators = Condition.Operator.values();
        return switch (random.nextInt(5)) {
            case 0 -> new Condition.Has(operand);
            case 1 ->
                new Condition.In(
                        operand,
                        List.of(HostileText.name(random), HostileText.name(random), random.nextBoolean() ? "" : "x"));
            default ->
                new Condition.Compare(
                        operand,
                        operators[random.nextInt(operators.length)],
                        random.nextInt(8) == 0 ? "" : HostileText.name(random));
        };
    }

    private String metric() {
        return pick(HostileMonth.METRICS);
    }

    private <T> T pick(List<T> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
