package org.apportion.allocate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apportion.allocate.PlanStep.Build;
import org.apportion.allocate.RuleBook.PartPlace;
import org.apportion.allocate.RuleBook.Place;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.Window;

/**
 * Lists for each group and part the tiers that may find somebody, in order, up to the first that always does. Tiers
 * whose usage, owner or basis does not exist for the group are left out here, once, instead of once per cell.
 */
final class ChainSteps {
    private static final int USAGE = 0;
    private static final int DAILY = 1;
    private static final int ALLOCATED = 2;
    private static final int FIXED = 3;
    private static final int SINGLE = 4;

    private final RuleBook book;
    private final Sql sql;
    private final String groups;

    /** @param groups the rows of {@code kernel_group} that are split: text that may stand after {@code FROM} */
    ChainSteps(RuleBook book, Sql sql, String groups) {
        this.book = book;
        this.sql = sql;
        this.groups = groups;
    }

    List<PlanStep> chain() {
        return List.of(
                build("kernel_chain", chains(), "the tiers of each group and part that may find somebody"),
                build("kernel_map", map(), "group of each x_GroupId and how its records are cut"));
    }

    /** After the cells are known. */
    List<PlanStep> routes() {
        return List.of(
                build("kernel_try", tries(), "the same per kind of cell, with the keys of slots"),
                build("kernel_route", sideBySide(), "one row per group, kind of cell and part: tiers side by side"));
    }

    private PlanStep build(String table, String select, String meaning) {
        return new Build(table, sql.dialect().createTable(table, select), meaning);
    }

    private String chains() {
        List<String> selects = new ArrayList<>();
        if (book.hasUsage()) {
            selects.add("SELECT a.g, a.part, a.tier, " + USAGE + " AS type, k.l, " + windowTag()
                    + " AS narrow_tag FROM kernel_ask AS a JOIN kernel_lookup AS k ON k.spec = a.spec AND"
                    + " k.rid = a.rid");
        }
        if (!book.tiers(Tier.Direct.class).isEmpty()) {
            selects.add(owners());
            selects.add("SELECT DISTINCT g, part, tier, " + DAILY + " AS type, " + sql.asBigint("NULL")
                    + " AS l, 0 AS narrow_tag FROM kernel_candidate WHERE daily = 1 AND " + isSplit("g"));
        }
        List<Place> fixed = book.tiers(Tier.FixedShares.class);
        if (!fixed.isEmpty()) {
            List<String> rows = IntStream.range(0, fixed.size())
                    .mapToObj(i -> place(fixed.get(i)) + ", " + i)
                    .toList();
            selects.add("SELECT g.g, d.part, d.tier, " + FIXED
                    + " AS type, d.f AS l, 0 AS narrow_tag FROM " + groups + " AS g JOIN "
                    + sql.integers("d", List.of("rule", "part", "tier", "f"), rows) + " ON d.rule = g.rule");
        }
        if (book.hasSecondPass()) {
            selects.add(
                    "SELECT g, part, tier, " + ALLOCATED + " AS type, a AS l, 0 AS narrow_tag FROM kernel_basis_ask");
        }
        selects.add("SELECT g.g, d.part, d.tier, " + SINGLE
                + " AS type, p.c AS l, 0 AS narrow_tag FROM " + groups + " AS g JOIN "
                + sql.integers("d", List.of("rule", "part", "tier"), lastResorts())
                + " ON d.rule = g.rule JOIN kernel_consumer AS p ON p.kind = 'resource' AND p.name = g.resource_name");
        String ordered = sql.asInt("row_number() OVER (ORDER BY g, part, tier)");
        return "SELECT ch, g, " + sql.asInt("part") + " AS part, " + sql.asInt("tier") + " AS tier, type,"
                + " coalesce(l, ch) AS l, narrow_tag FROM (SELECT " + ordered + " AS ch, * FROM (" + Sql.union(selects)
                + ") AS s) AS t";
    }

    /** The first owner of each direct tier that does not ask the directory; a tag that stands for several has their slot. */
    private String owners() {
        String candidates =
                " FROM kernel_candidate AS a JOIN kernel_consumer AS p ON p.kind = a.kind AND p.name = a.name";
        String first = " WHERE a.daily = 0 AND " + isSplit("a.g") + " GROUP BY a.g, a.part, a.tier";
        if (!book.hasShares()) {
            return "SELECT a.g, a.part, a.tier, " + SINGLE + " AS type, min_by(p.c, a.ord) AS l, 0 AS narrow_tag"
                    + candidates + first;
        }
        return "SELECT g, part, tier, CASE WHEN f < 0 THEN " + SINGLE + " ELSE " + FIXED
                + " END AS type, CASE WHEN f < 0 THEN c ELSE f END AS l, 0 AS narrow_tag FROM (SELECT a.g, a.part, a.tier, "
                + winner() + candidates + sharedOf("a") + first + ") AS d";
    }

    /** Only a portion has candidates beside its groups. */
    private String isSplit(String group) {
        return groups.equals(GroupSteps.ALL) ? "TRUE" : group + " IN (SELECT g FROM " + groups + " AS o)";
    }

    /** Consumer and number of the shares (-1 if it is one owner) of the candidate {@code a} that comes first. */
    static String winner() {
        return "min_by(p.c, a.ord) AS c, min_by(coalesce(s.f, -1), a.ord) AS f";
    }

    static String sharedOf(String relation) {
        return " LEFT JOIN (SELECT DISTINCT name, f FROM kernel_shared) AS s ON " + relation
                + ".kind = 'tag' AND s.name = " + relation + ".name";
    }

    static String place(Place place) {
        return place.rule() + ", " + place.part() + ", " + place.tier();
    }

    private String windowTag() {
        StringBuilder text = new StringBuilder("CASE");
        for (int spec = 0; spec < book.specs().size(); spec++) {
            Window window = book.specs().get(spec).window();
            if (window != Window.HOUR) {
                text.append(" WHEN k.spec = ").append(spec).append(" THEN ");
                text.append(window == Window.DAY ? Keys.DAY : Keys.MONTH);
            }
        }
        return text.toString().equals("CASE") ? Integer.toString(Keys.HOUR) : text + " ELSE " + Keys.HOUR + " END";
    }

    /** Where the resource takes the cost with a reason: where the rule states one, and behind all tiers. */
    private List<String> lastResorts() {
        Stream<String> ruled = book.parts().stream()
                .map(part -> part.rule() + ", " + part.part() + ", "
                        + part.value().tiers().size());
        Stream<String> stated = book.tiers(Tier.Unallocated.class).stream().map(ChainSteps::place);
        return Stream.of(Stream.of("-1, 0, 0"), stated, ruled)
                .flatMap(rows -> rows)
                .toList();
    }

    private String map() {
        String usage = book.hasUsage()
                ? " LEFT JOIN (SELECT DISTINCT g FROM kernel_chain WHERE type = " + USAGE + ") AS u ON u.g = g.g"
                : "";
        String found = book.hasUsage() ? "u.g IS NOT NULL" : "FALSE";
        return "SELECT m.x_GroupId, " + (book.eras().isEmpty() ? "" : "m.era, ") + "g.g, g.record_group, CASE WHEN g."
                + sql.name("ChargeCategory")
                + " IN ('Purchase', 'Tax', 'Credit') AND r.by_hour = 0 THEN 1 ELSE 0 END AS is_month,"
                + " CASE WHEN r.has_usage = 1 AND (r.is_whole = 0 OR " + found + ") THEN 1 ELSE 0 END AS narrow,"
                + " r.has_span FROM kernel_record_group AS m JOIN " + groups + " AS g ON g.g = m.g"
                + " JOIN kernel_rule AS r ON r.rule = g.rule" + usage;
    }

    private String tries() {
        String tag = "CASE WHEN c.type = " + DAILY + " THEN " + Keys.DAILY + " WHEN c.type = " + ALLOCATED + " THEN "
                + Keys.ALLOCATED + " WHEN c.type = " + FIXED + " THEN " + Keys.FIXED + " WHEN c.type = " + SINGLE
                + " THEN " + Keys.SINGLE + " WHEN k.kind = " + CellSteps.MONTH + " THEN " + Keys.MONTH
                + " WHEN k.kind = "
                + CellSteps.SPAN + " THEN " + Keys.SPAN + " ELSE c.narrow_tag END";
        return "SELECT t.*, " + Keys.base("t.l", "t.tag") + " AS base FROM (SELECT c.*, k.kind, " + tag
                + " AS tag FROM kernel_chain AS c JOIN (SELECT DISTINCT g, kind FROM kernel_cell) AS k ON k.g = c.g)"
                + " AS t";
    }

    private String sideBySide() {
        StringBuilder levels = new StringBuilder();
        for (int level = 0; level < book.levels(); level++) {
            String condition = "CASE WHEN i = " + level + " AND type < " + FIXED + " THEN ";
            for (String column : List.of("base", "tag", "ch")) {
                levels.append(", max(")
                        .append(condition)
                        .append(column)
                        .append(" END) AS ")
                        .append(column)
                        .append(level);
            }
        }
        String over = "OVER (PARTITION BY g, kind, part";
        String ranked = "SELECT *, row_number() " + over + " ORDER BY tier) - 1 AS i, min(CASE WHEN type >= " + FIXED
                + " THEN tier END) " + over + ") AS stop FROM kernel_try";
        String pivot = "SELECT g, kind, part" + levels + ", max(CASE WHEN type >= " + FIXED
                + " THEN base END) AS last_base, max(CASE WHEN type >= " + FIXED + " THEN ch END) AS last_ch, "
                + sql.asInt("max(CASE WHEN type = " + SINGLE + " THEN l END)") + " AS last_c FROM ("
                + ranked + ") AS r WHERE tier <= stop GROUP BY g, kind, part";
        return "SELECT p.*, w.w AS part_w, w.cw AS part_cw, w.tw AS part_tw, r.pass FROM (" + pivot
                + ") AS p JOIN kernel_group AS g ON g.g = p.g JOIN kernel_rule AS r ON r.rule = g.rule JOIN "
                + sql.integers("w", List.of("rule", "part", "w", "cw", "tw"), partRows())
                + " ON w.rule = g.rule AND w.part = p.part";
    }

    private List<String> partRows() {
        List<String> rows = new ArrayList<>(List.of("-1, 0, 1, 1, 1"));
        for (PartPlace part : book.parts()) {
            rows.add(part.rule() + ", " + part.part() + ", "
                    + book.weights(part.rule()).row(part.part()));
        }
        return rows;
    }
}
