package org.apportion.allocate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apportion.allocate.PlanStep.Build;
import org.apportion.allocate.RuleBook.Place;
import org.apportion.model.Consumer;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.Owner;
import org.apportion.model.table.ColumnType;

/**
 * Finds who may own a group's cost without usage, and numbers all consumers of the month in kernel order (kind,
 * then name), so that order of numbers is order of rounding.
 */
final class OwnerSteps {
    /** Candidates of one owner of a tier stand this far apart, so that its inner order fits between. */
    private static final int OWNER_STEP = 1000;

    private final RuleBook book;
    private final Sql sql;
    private final PlanInputs inputs;

    OwnerSteps(RuleBook book, Sql sql, PlanInputs inputs) {
        this.book = book;
        this.sql = sql;
        this.inputs = inputs;
    }

    List<PlanStep> steps() {
        List<PlanStep> steps = new ArrayList<>();
        if (hasDirect()) {
            if (book.hasShares()) {
                steps.add(build("kernel_shared", shared(), "tags that stand for several owners, numbered"));
            }
            if (book.hasDaily()) {
                steps.add(build("kernel_owner", owners(), "subjects that the directory knows, by day number"));
            }
            steps.add(build("kernel_candidate", candidates(), "who may own each group, in order of preference"));
        }
        steps.add(build("kernel_consumer", consumers(), "all consumers of the month, numbered in kernel order"));
        return steps;
    }

    boolean hasDirect() {
        return !book.tiers(Tier.Direct.class).isEmpty();
    }

    private PlanStep build(String table, String select, String meaning) {
        return new Build(table, sql.dialect().createTable(table, select), meaning);
    }

    private String owners() {
        String own = "SELECT kind, name, coalesce(" + sql.dayOfDate("valid_from")
                + ", -2147483648) AS from_day, coalesce(" + sql.dayOfDate("valid_to") + ", 2147483647) AS to_day FROM "
                + inputs.owner() + " AS o";
        return !book.hasShares()
                ? own
                : "WITH own AS (" + own
                        + ") SELECT * FROM own AS o WHERE kind <> 'tag' OR name NOT IN (SELECT name FROM"
                        + " kernel_shared AS s) UNION ALL SELECT o.kind, s.name, o.from_day, o.to_day"
                        + " FROM kernel_shared AS s JOIN own AS o ON o.kind = 'tag' AND o.name = s.owner";
    }

    /** Their numbers go on behind those of tiers with fixed shares: both are found by them. */
    private String shared() {
        int fixed = book.tiers(Tier.FixedShares.class).size();
        return "SELECT name, owner, w, cw, tw, " + sql.asBigint("dense_rank() OVER (ORDER BY name) - 1 + " + fixed)
                + " AS f FROM " + inputs.share() + " AS s";
    }

    private String candidates() {
        Map<String, List<String>> subjects = new LinkedHashMap<>();
        Map<String, List<String>> known = new LinkedHashMap<>();
        List<String> named = new ArrayList<>();
        for (Place place : book.tiers(Tier.Direct.class)) {
            Tier.Direct direct = (Tier.Direct) place.value();
            for (int i = 0; i < direct.owners().size(); i++) {
                String head = place.rule() + ", " + place.part() + ", " + place.tier();
                String tail = ", " + (RuleBook.isDaily(direct) ? 1 : 0);
                int order = i * OWNER_STEP;
                Owner owner = direct.owners().get(i);
                if (owner instanceof Owner.ByTag tag) {
                    add(subjects, tag(tag.key()), head + ", " + order + tail);
                } else if (owner instanceof Owner.ByAccount) {
                    add(subjects, account(), head + ", " + order + tail);
                } else if (owner instanceof Owner.ByResource) {
                    add(subjects, subject("resource", "resource_name"), head + ", " + order + tail);
                } else if (owner instanceof Owner.ByName name) {
                    named.add(head + ", " + order + tail + ", " + consumer(name.consumer()));
                } else if (owner instanceof Owner.ByDirectory directory) {
                    List<String> asked = subjectsOf(directory);
                    for (int j = 0; j < asked.size(); j++) {
                        add(known, asked.get(j), head + ", " + (order + j) + tail);
                    }
                }
            }
        }
        List<String> selects = new ArrayList<>();
        subjects.forEach((subject, rows) -> selects.add(select(subject, rows, "-2147483648", "2147483647", "")));
        known.forEach((subject, rows) -> selects.add(select(
                subject,
                rows,
                "o.from_day",
                "o.to_day",
                " JOIN kernel_owner AS o ON o.kind = s.kind AND o.name = s.name")));
        if (!named.isEmpty()) {
            selects.add(named(named));
        }
        return Sql.union(selects);
    }

    private List<String> subjectsOf(Owner.ByDirectory directory) {
        Stream<String> tags = directory.tagKeys().stream().map(this::tag);
        return Stream.of(
                        Stream.of(subject("resource", "resource_name")),
                        tags,
                        Stream.of(
                                subject("account", Sql.filled(sql.name("SubAccountId"))),
                                subject("account", Sql.filled(sql.name("BillingAccountId")))))
                .flatMap(stream -> stream)
                .toList();
    }

    private static void add(Map<String, List<String>> rows, String subject, String row) {
        rows.computeIfAbsent(subject, any -> new ArrayList<>()).add(row);
    }

    private String tag(String key) {
        return subject("tag", sql.text(key + "=") + " || " + Sql.filled(book.tagColumn(key)));
    }

    private String account() {
        return subject(
                "account",
                "coalesce(" + Sql.filled(sql.name("SubAccountId")) + ", " + Sql.filled(sql.name("BillingAccountId"))
                        + ")");
    }

    private static String subject(String kind, String name) {
        return "SELECT g, rule, '" + kind + "' AS kind, " + name + " AS name FROM kernel_group";
    }

    private String select(String subject, List<String> rows, String from, String to, String join) {
        return "SELECT s.g, d.part, d.tier, d.ord, d.daily, s.kind, s.name, " + from + " AS from_day, " + to
                + " AS to_day FROM (" + subject + ") AS s JOIN "
                + sql.integers("d", List.of("rule", "part", "tier", "ord", "daily"), rows) + " ON d.rule = s.rule"
                + join
                + " WHERE s.name IS NOT NULL";
    }

    private String named(List<String> rows) {
        String integer = sql.dialect().type(ColumnType.BIGINT);
        String text = sql.dialect().type(ColumnType.STRING);
        return "SELECT g.g, d.part, d.tier, d.ord, d.daily, d.kind, d.name, -2147483648 AS from_day, 2147483647 AS"
                + " to_day FROM kernel_group AS g JOIN "
                + Sql.values(
                        "d",
                        List.of("rule", "part", "tier", "ord", "daily", "kind", "name"),
                        List.of(integer, integer, integer, integer, integer, text, text),
                        rows)
                + " ON d.rule = g.rule";
    }

    private String consumer(Consumer consumer) {
        return sql.text(consumer.kind().text()) + ", " + sql.text(consumer.name());
    }

    private String consumers() {
        List<String> selects = new ArrayList<>();
        selects.add("SELECT 'resource' AS kind, resource_name AS name FROM kernel_group");
        if (book.hasUsage()) {
            selects.add("SELECT DISTINCT 'principal' AS kind, consumer AS name FROM " + inputs.sample() + " AS s");
        }
        if (hasDirect()) {
            selects.add("SELECT kind, name FROM kernel_candidate");
        }
        if (book.hasShares()) {
            selects.add("SELECT 'tag' AS kind, owner AS name FROM kernel_shared");
        }
        book.tiers(Tier.FixedShares.class).stream()
                .flatMap(place -> ((Tier.FixedShares) place.value()).shares().keySet().stream())
                .distinct()
                .sorted()
                .forEach(owner ->
                        selects.add("SELECT " + sql.text(owner.kind().text()) + ", " + sql.text(owner.name())));
        return "SELECT " + sql.asInt("row_number() OVER (ORDER BY kind, name)")
                + " AS c, kind, name FROM (SELECT DISTINCT kind, name FROM (" + Sql.union(selects) + ") AS a) AS d";
    }
}
