package org.apportion.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Counted;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.RulePasses;
import org.apportion.model.rule.Tier;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;
import org.jspecify.annotations.Nullable;

/** What earlier passes of a run charged, as weights of tiers by allocated cost. */
final class AllocatedBasis {
    private static final int DECIMALS = 12;
    private static final BigDecimal BOUND = new BigDecimal(BigInteger.ONE.shiftLeft(62));
    private static final String GROUPS = "basis_group";

    private final ReportSession session;
    private final GroupStore groups;
    private final String charges;
    private final Map<String, AllocationRule> rules;
    private final Map<Tier.ByAllocatedCost, Map<Consumer, BigInteger>> known = new HashMap<>();

    AllocatedBasis(ReportSession session, GroupStore groups, String charges) {
        this.session = session;
        this.groups = groups;
        this.charges = charges;
        this.rules = session.configuration().rules().stream()
                .collect(Collectors.toMap(rule -> key(rule.id(), rule.version()), rule -> rule, (one, other) -> one));
    }

    /** Weight by consumer in kernel order, zeros included. All questions must be about one group. */
    Map<Consumer, BigInteger> weights(Tier.ByAllocatedCost tier, GroupFacts group) {
        return known.computeIfAbsent(tier, any -> find(tier, group));
    }

    private Map<Consumer, BigInteger> find(Tier.ByAllocatedCost tier, GroupFacts group) {
        List<Object[]> counting = new ArrayList<>();
        List<Object[]> all = new ArrayList<>();
        for (GroupFacts other : groups.ofCurrency(group.currency())) {
            if (counts(tier, other)) {
                all.add(row(other));
                if (isBasis(other, tier, group)) {
                    counting.add(row(other));
                }
            }
        }
        int exponent = exponent(all);
        Map<Consumer, BigInteger> weights = new TreeMap<>();
        load(counting);
        session.engine()
                .forEach(
                        "SELECT c.consumer_kind, c.consumer, " + sum() + from() + " GROUP BY 1, 2",
                        row -> weights.put(
                                new Consumer(
                                        ConsumerKind.of(Objects.requireNonNull(row.text(0))),
                                        Objects.requireNonNull(row.text(1))),
                                weight(Objects.requireNonNull(row.decimal(2)), exponent)));
        return weights;
    }

    /** What a consumer's weight is made of: what each rule charged it, and the largest charge, which leads further back. */
    ExplanationNode node(Tier.ByAllocatedCost tier, GroupFacts group, Consumer consumer) {
        load(groups.ofCurrency(group.currency()).stream()
                .filter(other -> counts(tier, other) && isBasis(other, tier, group))
                .map(AllocatedBasis::row)
                .toList());
        Dialect dialect = session.dialect();
        String charged = "SELECT b.rule, c.amount, " + ChargeId.sql(dialect, "c")
                + " AS id, max(c.amount) OVER (PARTITION BY b.rule) AS most" + from() + " AND c.consumer_kind = "
                + dialect.text(consumer.kind().text()) + " AND c.consumer = " + dialect.text(consumer.name());
        List<ExplanationNode> byRule = session.engine()
                .query(
                        "SELECT rule, CAST(sum(amount) AS " + dialect.type(ColumnType.MONEY)
                                + "), count(*), min(CASE WHEN amount = most THEN id END) FROM (" + charged
                                + ") AS h GROUP BY rule ORDER BY rule",
                        row -> byRule(row, group.currency()));
        return new NodeDraft(
                        "basis",
                        consumer + " has its weight by what "
                                + (byRule.size() == 1 ? "one rule" : byRule.size() + " rules") + " charged it before:")
                .children(byRule)
                .node();
    }

    private static ExplanationNode byRule(Row row, String currency) {
        BigDecimal amount = Objects.requireNonNull(row.decimal(1));
        String largest = ChargeId.text(row.number(3));
        return new NodeDraft(
                        "charged",
                        NodeDraft.money(amount, currency) + " by rule '" + row.text(0) + "' in "
                                + Counted.of(Math.toIntExact(row.number(2)), "charge") + ", the largest is " + largest
                                + ".")
                .fact("rule", row.text(0))
                .fact("amount", amount)
                .fact("largest", largest)
                .node();
    }

    private static Object[] row(GroupFacts group) {
        return new Object[] {group.id(), Objects.requireNonNullElse(group.rule(), "")};
    }

    private static String key(@Nullable String rule, int version) {
        return rule + "@" + version;
    }

    /** Whether its charges may be a basis of the tier, by the rule that made them. */
    private boolean counts(Tier.ByAllocatedCost tier, GroupFacts other) {
        AllocationRule rule = rules.get(key(other.rule(), other.ruleVersion()));
        if (rule != null) {
            return RulePasses.isBasis(tier, rule);
        }
        return tier.of().isEmpty() || (other.rule() != null && tier.of().contains(other.rule()));
    }

    private int exponent(List<Object[]> all) {
        load(all);
        BigDecimal positive = Objects.requireNonNullElse(
                session.engine()
                        .query(
                                "SELECT sum(total) FROM (SELECT " + sum() + " AS total" + from()
                                        + " GROUP BY c.record_group, c.consumer_kind, c.consumer) AS t WHERE total > 0",
                                row -> Optional.ofNullable(row.decimal(0)))
                        .get(0)
                        .orElse(null),
                BigDecimal.ZERO);
        int exponent = 0;
        while (positive.movePointRight(DECIMALS).compareTo(BOUND.movePointRight(exponent)) >= 0) {
            exponent++;
        }
        return exponent;
    }

    private static BigInteger weight(BigDecimal total, int exponent) {
        return UsageIndex.whole(total.max(BigDecimal.ZERO), DECIMALS - exponent);
    }

    private void load(List<Object[]> ids) {
        session.engine()
                .load(
                        GROUPS,
                        List.of(
                                Column.required("record_group", ColumnType.BIGINT, "Id of the group."),
                                Column.required("rule", ColumnType.STRING, "Id of its rule.")),
                        ids);
    }

    private String sum() {
        Dialect dialect = session.dialect();
        return "CAST(sum(c.amount) AS " + dialect.type(ColumnType.MONEY) + ")";
    }

    private String from() {
        return " FROM " + charges + " AS c JOIN " + GROUPS
                + " AS b ON b.record_group = c.record_group WHERE c.reason IS NULL";
    }

    private static boolean isBasis(GroupFacts other, Tier.ByAllocatedCost tier, GroupFacts group) {
        return tier.within().stream()
                        .allMatch(column -> Objects.equals(
                                other.columns().get(column), group.columns().get(column)))
                && new ConditionCheck(other.columns(), other.tagValues()).holds(tier.where());
    }
}
