package org.apportion.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Tier;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;

/** What the first pass of a run charged, as weights of its second pass. */
final class AllocatedBasis {
    private static final int DECIMALS = 12;
    private static final BigDecimal BOUND = new BigDecimal(BigInteger.ONE.shiftLeft(62));
    private static final String GROUPS = "basis_group";

    private final ReportSession session;
    private final GroupStore groups;
    private final String charges;
    private final Set<String> secondPass;
    private final Map<Tier.ByAllocatedCost, Map<Consumer, BigInteger>> known = new HashMap<>();

    AllocatedBasis(ReportSession session, GroupStore groups, String charges) {
        this.session = session;
        this.groups = groups;
        this.charges = charges;
        Configuration configuration = session.configuration();
        this.secondPass = configuration.rules().stream()
                .filter(AllocationRule::isSecondPass)
                .map(AllocationRule::id)
                .collect(Collectors.toSet());
    }

    /** Weight by consumer in kernel order, zeros included. All questions must be about one group. */
    Map<Consumer, BigInteger> weights(Tier.ByAllocatedCost tier, GroupFacts group) {
        return known.computeIfAbsent(tier, any -> find(tier, group));
    }

    private Map<Consumer, BigInteger> find(Tier.ByAllocatedCost tier, GroupFacts group) {
        List<GroupFacts> first = groups.ofCurrency(group.currency()).stream()
                .filter(other -> other.rule() == null || !secondPass.contains(other.rule()))
                .toList();
        List<Object[]> counting = new ArrayList<>();
        List<Object[]> all = new ArrayList<>();
        for (GroupFacts other : first) {
            all.add(new Object[] {other.id()});
            if (isBasis(other, tier, group)) {
                counting.add(new Object[] {other.id()});
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
                .load(GROUPS, List.of(Column.required("record_group", ColumnType.BIGINT, "Id of the group.")), ids);
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
