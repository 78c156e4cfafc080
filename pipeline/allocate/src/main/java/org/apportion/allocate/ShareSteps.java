package org.apportion.allocate;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apportion.allocate.PlanStep.Build;
import org.apportion.model.rule.RulePasses;
import org.apportion.model.rule.Tier.Window;

/**
 * Splits cells: over parts, then to the slot of the first tier that finds somebody, there over metrics of a mix and
 * over entries, and sums the shares to days.
 */
final class ShareSteps {
    /** Follows the name of a table of shares: the same per hour. */
    static final String HOURS = "_hour";

    private final RuleBook book;
    private final Sql sql;
    private final boolean hours;

    /** @param hours also keeps the shares of each hour */
    ShareSteps(RuleBook book, Sql sql, boolean hours) {
        this.book = book;
        this.sql = sql;
        this.hours = hours;
    }

    List<PlanStep> firstPass() {
        List<PlanStep> steps = new ArrayList<>();
        steps.add(build(
                "kernel_piece", pieces(RulePasses.FIRST, slots()), "each part of a cell with the slot that takes it"));
        steps.addAll(
                shared("kernel_share", "kernel_piece", "kernel_entry", "shares per group, tier, day and consumer"));
        steps.add(new Build("forget", sql.dialect().dropTable("kernel_piece"), "frees memory"));
        return steps;
    }

    /** @param basis relation with the entries of all bases that this pass and those before know */
    List<PlanStep> laterPass(int pass, String basis) {
        String slots = slots() + " UNION ALL SELECT key FROM " + basis + " AS b WHERE cw = tw";
        String none = book.hasSpans() ? ", " + sql.asBigint("NULL") + " AS h" : "";
        String entries =
                "(SELECT * FROM kernel_entry UNION ALL SELECT key, c, w, cw, tw" + none + " FROM " + basis + " AS b)";
        String piece = "kernel_piece" + RuleBook.suffix(pass);
        List<PlanStep> steps = new ArrayList<>();
        steps.add(build(piece, pieces(pass, slots), "the same for rules by allocated cost"));
        steps.addAll(shared("kernel_share" + RuleBook.suffix(pass), piece, entries, "their shares"));
        steps.add(new Build("forget", sql.dialect().dropTable(piece), "frees memory"));
        return steps;
    }

    /** The shares of days; of hours too, whose sums those of days then are. */
    private List<PlanStep> shared(String table, String pieces, String entries, String meaning) {
        if (!hours) {
            return List.of(build(table, shares(pieces, entries), meaning));
        }
        return List.of(
                build(table + HOURS, shares(pieces, entries), "shares per hour too; h is null where a day is whole"),
                build(
                        table,
                        "SELECT ch, day, c, " + summed() + " FROM " + table + HOURS + " AS h GROUP BY ch, day, c",
                        meaning));
    }

    private PlanStep build(String table, String select, String meaning) {
        return new Build(table, sql.dialect().createTable(table, select), meaning);
    }

    private String slots() {
        return "SELECT key FROM kernel_slot"
                + (book.hasMix() ? " UNION ALL SELECT key FROM kernel_mix WHERE cw = tw" : "");
    }

    private String pieces(int pass, String slots) {
        StringBuilder key = new StringBuilder("CASE");
        StringBuilder chain = new StringBuilder("CASE");
        StringBuilder nobody = new StringBuilder("CASE");
        StringBuilder joins = new StringBuilder();
        for (int level = 0; level < book.levels(); level++) {
            String slot = "s" + level;
            key.append(" WHEN ")
                    .append(slot)
                    .append(".key IS NOT NULL THEN ")
                    .append(slot)
                    .append(".key");
            chain.append(" WHEN ")
                    .append(slot)
                    .append(".key IS NOT NULL THEN r.ch")
                    .append(level);
            nobody.append(" WHEN ").append(slot).append(".key IS NOT NULL THEN NULL");
            joins.append(" LEFT JOIN (")
                    .append(slots)
                    .append(") AS ")
                    .append(slot)
                    .append(" ON ")
                    .append(slot);
            joins.append(".key = r.base").append(level).append(" + ").append(code("r.tag" + level));
        }
        String found = book.levels() == 0
                ? "r.last_ch AS ch, r.last_base AS key, r.last_c AS c"
                : chain + " ELSE r.last_ch END AS ch, " + key + " ELSE r.last_base END AS key, " + nobody
                        + " ELSE r.last_c END AS c";
        String amount = book.hasSeveralParts()
                ? "CASE WHEN r.part_w = r.part_tw THEN c.u WHEN c.u " + Sql.NARROW + " THEN "
                        + part("share", "c.narrow_u") + " ELSE " + part("share_big", "c.u")
                        + " END AS u, CASE WHEN r.part_cw = r.part_tw THEN c.r ELSE 0 END AS r"
                : "c.u, c.r";
        return "SELECT " + found + ", c.day, " + hour("c.h, ") + amount + " FROM (" + cells()
                + ") AS c JOIN kernel_route AS r ON r.g = c.g" + " AND r.kind = c.kind AND r.pass = "
                + pass + joins;
    }

    private String part(String function, String units) {
        return sql.asWide(function + "(" + units + ", r.part_cw, r.part_tw) - " + function + "(" + units
                + ", r.part_cw - r.part_w, r.part_tw)");
    }

    private String cells() {
        String narrow = book.hasSeveralParts() ? ", TRY_CAST(c.u AS BIGINT) AS narrow_u" : "";
        String day =
                "CASE WHEN c.kind IN (" + CellSteps.HOUR + ", " + CellSteps.SPAN + ") THEN fdiv(c.k, 24) ELSE c.k END";
        String hour = hour(", CASE WHEN c.kind = " + CellSteps.HOUR + " THEN c.k END AS h");
        String window = book.hasSpans() ? ", w.wid" : "";
        String join = book.hasSpans()
                ? " LEFT JOIN kernel_window AS w ON c.kind = " + CellSteps.SPAN + " AND w.k = c.k AND w.n = c.n"
                : "";
        return "SELECT c.g, c.kind, c.k, c.u, c.r, " + day + " AS day" + hour + narrow + window
                + " FROM kernel_cell AS c"
                + join;
    }

    /** The code within a key, by its tag; only tags that the rules can have. */
    private String code(String tag) {
        if (tags().isEmpty()) {
            return "0";
        }
        StringBuilder text = new StringBuilder("CASE ").append(tag);
        for (int possible : tags()) {
            text.append(" WHEN ").append(possible).append(" THEN ");
            text.append(
                    switch (possible) {
                        case Keys.HOUR -> "c.k";
                        case Keys.DAY, Keys.DAILY -> "c.day";
                        case Keys.MONTH -> sql.monthOfDay("c.day");
                        default -> "c.wid";
                    });
        }
        return text.append(" ELSE 0 END").toString();
    }

    private SortedSet<Integer> tags() {
        SortedSet<Integer> tags = new TreeSet<>();
        if (book.hasUsage()) {
            tags.add(Keys.HOUR);
            tags.add(Keys.MONTH);
        }
        if (book.specs().stream().anyMatch(spec -> spec.window() == Window.DAY)) {
            tags.add(Keys.DAY);
        }
        if (book.hasSpans()) {
            tags.add(Keys.SPAN);
        }
        if (book.hasDaily()) {
            tags.add(Keys.DAILY);
        }
        return tags;
    }

    private String shares(String pieces, String entries) {
        String columns = "SELECT ch, key, day, " + hour("h, ") + "u, r FROM ";
        String mixed = book.hasMix()
                ? "(" + columns + pieces + " WHERE c IS NULL UNION ALL " + mixed(pieces) + ")"
                : "(" + columns + pieces + " WHERE c IS NULL)";
        String narrow = "(SELECT ch, key, day, " + hour("h, ") + "TRY_CAST(u AS BIGINT) AS u, r FROM " + mixed
                + " AS m WHERE u " + Sql.NARROW + ")";
        String wide = "(SELECT * FROM " + mixed + " AS m WHERE u NOT " + Sql.NARROW + ")";
        String keys = "ch, day, " + hour("h, ") + "c";
        List<String> branches = List.of(
                quick(shared(narrow, entries)),
                "SELECT " + keys + ", CASE WHEN w = tw THEN u ELSE share_big(u, cw, tw) - share_big(u, below, tw) END"
                        + " AS u, r FROM (" + shared(wide, entries) + ") AS e");
        // What goes to one consumer has a chain of its own, so two sums over less do what one would.
        String sums = "SELECT ch, " + sql.asInt("day") + " AS day, " + hour(sql.asInt("h") + " AS h, ") + "c, "
                + summed() + " FROM ";
        return sums + "(" + Sql.union(branches) + ") AS s GROUP BY " + keys + " UNION ALL " + sums + pieces
                + " AS p WHERE c IS NOT NULL GROUP BY " + keys;
    }

    private String summed() {
        return sql.asWide("sum(u)") + " AS u, " + sql.asBigint("sum(r)") + " AS r";
    }

    /** Text about the hour number {@code h}, if hours are kept. */
    private String hour(String text) {
        return hours ? text : "";
    }

    /** Each piece beside each entry of its slot; the rest rides on the last. */
    private String shared(String pieces, String entries) {
        String day = book.hasSpans() ? "coalesce(fdiv(e.h, 24), p.day)" : "p.day";
        String hour = hour((book.hasSpans() ? "coalesce(e.h, p.h)" : "p.h") + " AS h, ");
        return "SELECT p.ch, " + day + " AS day, " + hour
                + "e.c, p.u, e.w, e.cw, e.cw - e.w AS below, e.tw, CASE WHEN e.cw = e.tw"
                + " THEN p.r ELSE 0 END AS r FROM " + pieces + " AS p JOIN " + entries + " AS e ON e.key = p.key";
    }

    /** Nearly every share is sure in floating point; only the others are computed in integers. */
    private String quick(String shared) {
        String near = "SELECT *, share_near(u, cw, tw) AS upto, share_near(u, below, tw) AS before,"
                + " share_slack(u, cw, tw) AS upto_slack, share_slack(u, below, tw) AS before_slack FROM (" + shared
                + ") AS e";
        String sure = "SELECT *, floor(upto) - floor(before) AS units, share_sure(upto, upto_slack) AND"
                + " share_sure(before, before_slack) AS is_sure FROM (" + near + ") AS n";
        return "SELECT ch, day, " + hour("h, ") + "c, "
                + sql.asWide("CASE WHEN is_sure THEN " + sql.asBigint("units")
                        + " WHEN share_small(u, tw) THEN fdiv(u * cw, tw) - fdiv(u * below, tw)"
                        + " ELSE share(u, cw, tw) - share(u, below, tw) END")
                + " AS u, r FROM (" + sure + ") AS q";
    }

    private String mixed(String pieces) {
        String narrow = "share(p.narrow_u, m.cw, m.tw) - share(p.narrow_u, m.cw - m.w, m.tw)";
        String wide = "share_big(p.u, m.cw, m.tw) - share_big(p.u, m.cw - m.w, m.tw)";
        return "SELECT p.ch, m.inner_key AS key, p.day, " + hour("p.h, ") + "CASE WHEN p.u " + Sql.NARROW + " THEN "
                + sql.asWide(narrow)
                + " ELSE "
                + wide
                + " END AS u, CASE WHEN m.cw = m.tw THEN p.r ELSE 0 END AS r FROM (SELECT *, TRY_CAST(u AS BIGINT) AS"
                + " narrow_u FROM " + pieces + ") AS p JOIN kernel_mix AS m ON m.key = p.key";
    }
}
