package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.lake.LakeView;
import org.apportion.model.BillingMonth;
import org.apportion.model.CodePointOrder;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.Owner;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;
import org.jspecify.annotations.Nullable;

/**
 * A sum of a month that reached no unit, with what decides who may be made to pay it.
 *
 * @param subjects what the directory could know so that the cost finds an owner: the consumer first, and where a tier asks the
 *     directory what that asks too
 */
record UnallocatedCost(
        String reason,
        String service,
        String subAccount,
        String billingAccount,
        Consumer consumer,
        Set<Consumer> subjects,
        String currency,
        BigDecimal amount) {

    private static final Set<String> ASKED = Set.of("no_owner", "no_usage");

    /** The account whose other cost speaks for a unit. */
    String account() {
        return subAccount.isEmpty() ? billingAccount : subAccount;
    }

    /** The sums of a month's own charges; corrections of earlier months are no part of it. */
    static List<UnallocatedCost> of(ReportSession session, LakeView view, BillingMonth month) {
        Dialect dialect = session.dialect();
        List<String> keys = List.copyOf(directoryKeys(session.configuration().rules()));
        StringBuilder columns = new StringBuilder();
        StringBuilder joins = new StringBuilder();
        for (int i = 0; i < keys.size(); i++) {
            columns.append(", t").append(i).append('.').append(dialect.name("value"));
            joins.append(" LEFT JOIN ")
                    .append(ReportSession.relation(view, Tables.RESOLVED_TAG, Months.of(month)))
                    .append(" AS t%d ON t%d.tag_context = c.".formatted(i, i))
                    .append(dialect.name("x_TagContext"))
                    .append(" AND t%d.".formatted(i))
                    .append(dialect.name("key"))
                    .append(" = ")
                    .append(dialect.text(keys.get(i)));
        }
        StringBuilder positions = new StringBuilder("1");
        for (int i = 2; i <= 9 + keys.size(); i++) {
            positions.append(", ").append(i);
        }
        String select = "SELECT c.unallocated, coalesce(c.rule, ''), c.part, " + text(dialect, "ServiceName") + ", "
                + text(dialect, "SubAccountId") + ", " + text(dialect, "BillingAccountId")
                + ", c.consumer_kind, c.consumer, c." + dialect.name("BillingCurrency") + columns
                + ", sum(c.amount) FROM " + charges(session, view, month) + " AS c" + joins
                + " WHERE c.unallocated IS NOT NULL GROUP BY " + positions + " ORDER BY " + positions;
        List<UnallocatedCost> costs = new ArrayList<>();
        session.engine()
                .forEach(
                        select,
                        row -> costs.add(read(row, keys, session.configuration().rules())));
        return costs;
    }

    static String charges(ReportSession session, LakeView view, BillingMonth month) {
        return "("
                + session.owned()
                        .select(
                                ReportSession.relation(view, Tables.CHARGE, Months.of(month)),
                                ReportSession.relation(view, Tables.RECORD_GROUP, Months.of(month)))
                + ")";
    }

    private static String text(Dialect dialect, String column) {
        return "coalesce(c." + dialect.name(column) + ", '')";
    }

    private static UnallocatedCost read(Row row, List<String> keys, List<AllocationRule> rules) {
        String reason = cell(row, 0);
        Consumer consumer = new Consumer(ConsumerKind.of(cell(row, 6)), cell(row, 7));
        Set<Consumer> subjects = new HashSet<>(Set.of(consumer));
        for (AllocationRule rule : rules) {
            if (ASKED.contains(reason)
                    && rule.id().equals(row.text(1))
                    && row.number(2) < rule.parts().size()) {
                directories(rule.parts().get((int) row.number(2)).tiers()).forEach(asked -> {
                    asked.tagKeys().forEach(key -> add(subjects, tag(key, row.text(9 + keys.indexOf(key)))));
                    add(subjects, account(cell(row, 4)));
                    add(subjects, account(cell(row, 5)));
                });
            }
        }
        return new UnallocatedCost(
                reason,
                cell(row, 3),
                cell(row, 4),
                cell(row, 5),
                consumer,
                Set.copyOf(subjects),
                cell(row, 8),
                Objects.requireNonNull(row.decimal(9 + keys.size())));
    }

    private static String cell(Row row, int column) {
        return Objects.requireNonNull(row.text(column));
    }

    private static void add(Set<Consumer> subjects, @Nullable Consumer subject) {
        if (subject != null) {
            subjects.add(subject);
        }
    }

    private static @Nullable Consumer tag(String key, @Nullable String value) {
        return value == null || value.isEmpty() ? null : Consumer.tag(key, value);
    }

    private static @Nullable Consumer account(String id) {
        return id.isEmpty() ? null : new Consumer(ConsumerKind.ACCOUNT, id);
    }

    private static Set<String> directoryKeys(List<AllocationRule> rules) {
        Set<String> keys = new TreeSet<>(CodePointOrder.INSTANCE);
        rules.stream()
                .flatMap(rule -> rule.parts().stream())
                .forEach(part -> directories(part.tiers()).forEach(asked -> keys.addAll(asked.tagKeys())));
        return keys;
    }

    private static List<Owner.ByDirectory> directories(List<Tier> tiers) {
        return tiers.stream()
                .filter(Tier.Direct.class::isInstance)
                .flatMap(tier -> ((Tier.Direct) tier).owners().stream())
                .filter(Owner.ByDirectory.class::isInstance)
                .map(Owner.ByDirectory.class::cast)
                .toList();
    }

    /** Sums per currency, in order of currency. */
    static Map<String, BigDecimal> sums(List<UnallocatedCost> costs) {
        Map<String, BigDecimal> sums = new LinkedHashMap<>();
        costs.stream()
                .sorted(java.util.Comparator.comparing(UnallocatedCost::currency))
                .forEach(cost -> sums.merge(cost.currency(), cost.amount(), BigDecimal::add));
        return sums;
    }
}
