package org.apportion.allocate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.allocate.RuleBook.PartPlace;
import org.apportion.model.ConsumerKind;
import org.apportion.model.rule.Tier;
import org.apportion.model.table.ColumnType;

/** What each tier of each rule is called in charges, the last resort included: method, cost type and reason. */
final class TierNames {
    private static final String RESOURCE = "resource";
    private static final String NO_RULE = "no_rule";
    private static final String NO_USAGE = "no_usage";
    private static final String NO_OWNER = "no_owner";

    private final Sql sql;
    private final List<String> rows = new ArrayList<>();
    private final SortedSet<String> methods = new TreeSet<>(List.of(RESOURCE));
    private final SortedSet<String> costTypes = new TreeSet<>();
    private final SortedSet<String> reasons = new TreeSet<>(List.of(NO_RULE, NO_USAGE, NO_OWNER));

    TierNames(RuleBook book, Sql sql) {
        this.sql = sql;
        rows.add("-1, 0, 0, " + sql.text(RESOURCE) + ", NULL, " + sql.text(NO_RULE));
        book.parts().forEach(this::add);
    }

    private void add(PartPlace part) {
        List<Tier> tiers = part.value().tiers();
        String head = part.rule() + ", " + part.part() + ", ";
        for (int tier = 0; tier < tiers.size(); tier++) {
            String reason = "NULL";
            if (tiers.get(tier) instanceof Tier.Unallocated stated) {
                reasons.add(stated.reason());
                reason = sql.text(stated.reason());
            }
            methods.add(tiers.get(tier).method());
            costTypes.add(part.value().costTypeOf(tier));
            rows.add(head + tier + ", " + sql.text(tiers.get(tier).method()) + ", "
                    + sql.text(part.value().costTypeOf(tier)) + ", " + reason);
        }
        boolean usage = tiers.stream().anyMatch(UsageSpec::isUsage);
        costTypes.add(part.value().costType());
        rows.add(head + tiers.size() + ", " + sql.text(RESOURCE) + ", "
                + sql.text(part.value().costType()) + ", " + sql.text(usage ? NO_USAGE : NO_OWNER));
    }

    /** Relation {@code m}: rule, part, tier, method, cost_type, reason. */
    String relation() {
        String integer = sql.dialect().type(ColumnType.INT);
        String text = sql.dialect().type(ColumnType.STRING);
        return Sql.values(
                "m",
                List.of("rule", "part", "tier", "method", "cost_type", "reason"),
                List.of(integer, integer, integer, text, text, text),
                rows);
    }

    /** The same for what is sorted and written: texts as codes, if the engine has some. */
    String coded() {
        return "(SELECT rule, part, tier, " + sql.dialect().oneOf("method", methods) + " AS method, "
                + sql.dialect().oneOf("cost_type", costTypes) + " AS cost_type, "
                + sql.dialect().oneOf("reason", reasons) + " AS reason FROM " + relation() + ") AS m";
    }

    /** Relation {@code p} of all consumers: c, kind (as a code, if the engine has some), name. */
    static String consumers(Sql sql) {
        SortedSet<String> kinds = Arrays.stream(ConsumerKind.values())
                .map(ConsumerKind::text)
                .collect(Collectors.toCollection(TreeSet::new));
        return "(SELECT c, " + sql.dialect().oneOf("kind", kinds) + " AS kind, name FROM kernel_consumer) AS p";
    }
}
