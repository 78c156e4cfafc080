package org.apportion.allocate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apportion.allocate.PlanStep.Build;
import org.apportion.allocate.RuleBook.Place;
import org.apportion.model.Consumer;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.Window;

/**
 * Lists the entries of every slot that a cell may be split among, with running and total weight, in kernel order.
 * Only lookups that some cell asks for are weighed.
 */
final class WeightSteps {
    private static final int PLAIN = 0;
    private static final int MAXIMUM = 1;
    private static final int EVEN = 2;

    private final RuleBook book;
    private final Sql sql;
    private final UsageSteps usage;

    WeightSteps(RuleBook book, Sql sql, UsageSteps usage) {
        this.book = book;
        this.sql = sql;
        this.usage = usage;
    }

    List<PlanStep> steps() {
        List<PlanStep> steps = new ArrayList<>();
        if (book.hasUsage()) {
            if (book.hasMix()) {
                steps.add(build("kernel_mix_map", mixMap(), "which lookups a mix splits to"));
            }
            if (book.hasSpans()) {
                steps.add(build("kernel_window", windows(), "distinct windows of span cells, numbered"));
            }
            steps.add(build("kernel_source", sources(), "which samples weigh in which lookup"));
        }
        if (book.hasShares() && book.hasDaily()) {
            steps.add(build("kernel_daily", daily(), "owners that the directory knows, by day"));
        }
        steps.add(build("kernel_entry", entries(), "who shares each slot, with running and total weight"));
        steps.add(build("kernel_slot", slots(), "slots that have anybody"));
        if (book.hasUsage()) {
            steps.add(new Build("forget", sql.dialect().dropTable("kernel_use"), "frees memory"));
        }
        if (book.hasMix()) {
            steps.add(build("kernel_mix", mixes(), "how each slot of a mix is split over metrics"));
        }
        return steps;
    }

    private PlanStep build(String table, String select, String meaning) {
        return new Build(table, sql.dialect().createTable(table, select), meaning);
    }

    private String mixMap() {
        return "SELECT k.l, i.l AS inner_l, s.w, s.pos FROM kernel_lookup AS k JOIN " + usage.innerSpecs("s")
                + " ON s.spec = k.spec JOIN kernel_lookup AS i ON i.spec = s.inner_spec AND i.rid = k.rid";
    }

    private String windows() {
        return "SELECT k, n, row_number() OVER (ORDER BY k, n) AS wid FROM (SELECT DISTINCT k, n FROM kernel_cell"
                + " WHERE kind = "
                + CellSteps.SPAN + ") AS w";
    }

    private String needs() {
        String asked = "SELECT DISTINCT l, tag FROM kernel_try WHERE type = 0";
        if (!book.hasMix()) {
            return asked;
        }
        return asked + " UNION SELECT m.inner_l, t.tag FROM kernel_try AS t JOIN kernel_mix_map AS m ON m.l = t.l"
                + " WHERE t.type = 0";
    }

    private String sources() {
        List<String> rows = new ArrayList<>();
        for (int spec = 0; spec < book.specs().size(); spec++) {
            UsageSpec value = book.specs().get(spec);
            if (!value.isMix()) {
                int method = value.isEven() ? EVEN : value.isMaximum() ? MAXIMUM : PLAIN;
                int scale = value.isMaximum() ? usage.scales().ofPair(value) : -1;
                for (int m : metrics(value)) {
                    rows.add(Sql.list(List.of(
                            Integer.toString(spec),
                            Integer.toString(m),
                            Integer.toString(method),
                            Integer.toString(scale),
                            Integer.toString(number(value.window())))));
                }
            }
        }
        String divisor = "coalesce(floordiv(p.divisor, o.divisor), 1)";
        return "SELECT n.l, n.tag, k.rid, d.m, d.method, d.win, " + divisor + " AS divisor FROM (" + needs()
                + ") AS n JOIN kernel_lookup AS k ON k.l = n.l JOIN "
                + sql.integers("d", List.of("spec", "m", "method", "scale", "win"), rows)
                + " ON d.spec = k.spec LEFT JOIN kernel_scale AS p ON p.scale = d.scale"
                + " LEFT JOIN kernel_scale AS o ON o.scale = d.m";
    }

    private static int number(Window window) {
        return switch (window) {
            case HOUR -> 0;
            case DAY -> 1;
            case MONTH -> 2;
        };
    }

    private List<Integer> metrics(UsageSpec spec) {
        List<String> names = book.metrics();
        return spec.isAnyMetric()
                ? IntStream.range(-1, names.size()).boxed().toList()
                : spec.metrics().stream().map(names::indexOf).toList();
    }

    private String entries() {
        List<String> selects = new ArrayList<>();
        String h = book.hasSpans() ? ", h" : "";
        String none = book.hasSpans() ? ", " + sql.asBigint("NULL") + " AS h" : "";
        if (book.hasUsage()) {
            selects.add("SELECT key, c, w, "
                    + sql.asBigint("sum(w) OVER (PARTITION BY key ORDER BY " + (h.isEmpty() ? "" : "h, ")
                            + "c ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)")
                    + " AS cw, "
                    + sql.asBigint("sum(w) OVER (PARTITION BY key ORDER BY " + (h.isEmpty() ? "" : "h, ")
                            + "c ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)")
                    + " AS tw" + h + " FROM (" + Sql.union(weighed()) + ") AS e");
        }
        List<Place> fixed = book.tiers(Tier.FixedShares.class);
        if (!fixed.isEmpty()) {
            selects.add("SELECT " + Keys.base("f.f", Keys.FIXED) + " AS key, p.c, f.w, f.cw, f.tw" + none + " FROM "
                    + fixedRows(fixed) + " JOIN kernel_consumer AS p ON p.kind = f.kind AND p.name = f.name");
        }
        if (book.hasDaily()) {
            selects.add("SELECT " + Keys.base("ch", Keys.DAILY) + " + day AS key, c, 1 AS w, 1 AS cw, 1 AS tw" + none
                    + " FROM "
                    + (book.hasShares() ? "kernel_daily AS d WHERE f < 0" : "(" + daily() + ") AS d"));
        }
        if (book.hasShares()) {
            selects.addAll(shared(none));
        }
        if (selects.isEmpty()) {
            selects.add("SELECT * FROM " + sql.integers("nobody", List.of("key", "c", "w", "cw", "tw"), List.of()));
        }
        return Sql.union(selects);
    }

    /** Entries of tags that stand for several owners: of a tier, and of a day where the directory is asked. */
    private List<String> shared(String none) {
        String entry = " AS key, p.c, s.w, s.cw, s.tw" + none + " FROM kernel_shared AS s JOIN kernel_consumer AS p ON"
                + " p.kind = 'tag' AND p.name = s.owner";
        List<String> selects = new ArrayList<>(List.of("SELECT " + Keys.base("s.f", Keys.FIXED) + entry));
        if (book.hasDaily()) {
            selects.add("SELECT " + Keys.base("d.ch", Keys.DAILY) + " + d.day" + entry
                    + " JOIN kernel_daily AS d ON d.f = s.f");
        }
        return selects;
    }

    /** Owners on each day on which a cell of the group is booked. */
    private String daily() {
        String days = "SELECT DISTINCT g, CASE WHEN kind IN (" + CellSteps.HOUR + ", " + CellSteps.SPAN
                + ") THEN fdiv(k, 24) ELSE k END AS day FROM kernel_cell";
        String winner = book.hasShares() ? ChainSteps.winner() : "min_by(p.c, a.ord) AS c";
        return "SELECT t.ch, y.day, " + winner + " FROM kernel_candidate AS a JOIN kernel_chain AS t ON t.g ="
                + " a.g AND t.part = a.part AND t.tier = a.tier JOIN (" + days
                + ") AS y ON y.g = a.g JOIN kernel_consumer AS p ON p.kind = a.kind AND p.name = a.name"
                + (book.hasShares() ? ChainSteps.sharedOf("a") : "")
                + " WHERE a.daily = 1 AND a.from_day <= y.day AND y.day < a.to_day GROUP BY t.ch, y.day";
    }

    private String fixedRows(List<Place> fixed) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < fixed.size(); i++) {
            Tier.FixedShares shares = (Tier.FixedShares) fixed.get(i).value();
            List<Consumer> consumers = List.copyOf(shares.shares().keySet());
            WholeWeights weights = WholeWeights.of(
                    List.copyOf(shares.shares().values()),
                    book.rules().get(fixed.get(i).rule()).place());
            for (int j = 0; j < consumers.size(); j++) {
                if (weights.has(j)) {
                    rows.add(i + ", " + sql.text(consumers.get(j).kind().text()) + ", "
                            + sql.text(consumers.get(j).name()) + ", " + weights.row(j));
                }
            }
        }
        String integer = sql.dialect().type(org.apportion.model.table.ColumnType.BIGINT);
        String text = sql.dialect().type(org.apportion.model.table.ColumnType.STRING);
        return Sql.values(
                "f",
                List.of("f", "kind", "name", "w", "cw", "tw"),
                List.of(integer, text, text, integer, integer, integer),
                rows);
    }

    /** Rows (key, c, w), in span plans with the hour h of a single entry. */
    private List<String> weighed() {
        List<String> selects = new ArrayList<>();
        String none = book.hasSpans() ? ", " + sql.asBigint("NULL") + " AS h" : "";
        String hour = Keys.base("l", Keys.HOUR) + " + h";
        String month = Keys.base("l", Keys.MONTH) + " + " + sql.monthOfHour("h");
        if (has(UsageSpec::isEven)) {
            selects.add("SELECT DISTINCT " + hour + " AS key, c, 1 AS w" + none + " FROM (" + used(EVEN, Keys.HOUR)
                    + ") AS a");
            selects.add("SELECT DISTINCT " + month + " AS key, c, 1 AS w" + none + " FROM (" + used(EVEN, Keys.MONTH)
                    + ") AS a");
        }
        if (has(spec -> spec.isEven() && spec.window() == Window.DAY)) {
            selects.add("SELECT DISTINCT " + Keys.base("l", Keys.DAY) + " + fdiv(h, 24) AS key, c, 1 AS w" + none
                    + " FROM (" + used(EVEN, Keys.DAY) + ") AS a");
        }
        for (String weights : hourly(Keys.HOUR)) {
            selects.add("SELECT " + hour + " AS key, c, w" + none + " FROM (" + weights + ") AS a");
        }
        for (String weights : hourly(Keys.MONTH)) {
            selects.add("SELECT " + month + " AS key, c, " + sql.asBigint("sum(w)") + " AS w" + none + " FROM ("
                    + weights + ") AS a GROUP BY 1, 2");
        }
        if (book.hasSpans()) {
            selects.addAll(spanned());
        }
        return selects;
    }

    private boolean has(java.util.function.Predicate<UsageSpec> condition) {
        return book.specs().stream().anyMatch(condition);
    }

    private static String used(int method, int tag) {
        return "SELECT s.l, s.win, u.h, u.c, u.w, s.divisor FROM kernel_use AS u JOIN kernel_source AS s ON s.rid ="
                + " u.rid AND s.m = u.m WHERE s.method = " + method + " AND s.tag = " + tag;
    }

    /** Weights above zero per lookup, hour and consumer. */
    private List<String> hourly(int tag) {
        List<String> selects = new ArrayList<>();
        if (has(spec -> spec.method().equals("metric"))) {
            selects.add(used(PLAIN, tag) + " AND u.w > 0");
        }
        if (has(UsageSpec::isMaximum)) {
            selects.add("SELECT l, h, c, max(w) AS w FROM (SELECT l, h, c, " + sql.asBigint("floordiv(w, divisor)")
                    + " AS w FROM (" + used(MAXIMUM, tag) + ") AS b) AS m WHERE w > 0 GROUP BY l, h, c");
        }
        return selects;
    }

    private List<String> spanned() {
        String asked = "SELECT DISTINCT t.l, w.wid, w.k AS first, w.k + w.n - 1 AS last FROM kernel_cell AS c JOIN"
                + " kernel_window AS w ON w.k = c.k AND w.n = c.n JOIN (" + spanLookups()
                + ") AS t ON t.g = c.g WHERE c.kind = "
                + CellSteps.SPAN;
        String key = Keys.base("a.l", Keys.SPAN) + " + a.wid AS key, a.c";
        List<String> selects = new ArrayList<>();
        for (String weights : hourly(Keys.SPAN)) {
            selects.add("SELECT " + key + ", a.w, a.h FROM (SELECT u.*, q.wid FROM (" + weights + ") AS u JOIN ("
                    + asked + ") AS q ON q.l = u.l AND u.h BETWEEN q.first AND q.last) AS a");
        }
        if (has(UsageSpec::isEven)) {
            String inWindow = "CASE WHEN u.win = " + number(Window.HOUR)
                    + " THEN u.h BETWEEN q.first AND q.last WHEN u.win = "
                    + number(Window.DAY) + " THEN fdiv(u.h, 24) BETWEEN fdiv(q.first, 24) AND fdiv(q.last, 24) ELSE "
                    + sql.monthOfHour("u.h") + " BETWEEN " + sql.monthOfHour("q.first") + " AND "
                    + sql.monthOfHour("q.last")
                    + " END";
            selects.add("SELECT DISTINCT " + key + ", 1 AS w, " + sql.asBigint("NULL")
                    + " AS h FROM (SELECT u.*, q.wid FROM (" + used(EVEN, Keys.SPAN) + ") AS u JOIN (" + asked
                    + ") AS q ON q.l = u.l AND " + inWindow + ") AS a");
        }
        return selects;
    }

    private String spanLookups() {
        String direct = "SELECT g, l FROM kernel_try WHERE type = 0 AND kind = " + CellSteps.SPAN;
        return book.hasMix()
                ? direct
                        + " UNION SELECT t.g, m.inner_l AS l FROM kernel_try AS t JOIN kernel_mix_map AS m ON m.l = t.l"
                        + " WHERE t.type = 0 AND t.kind = " + CellSteps.SPAN
                : direct;
    }

    private static String slots() {
        return "SELECT key FROM kernel_entry WHERE cw = tw";
    }

    private String mixes() {
        String over = " OVER (PARTITION BY key ORDER BY pos ROWS BETWEEN UNBOUNDED PRECEDING AND ";
        String inner =
                "SELECT " + Keys.moved("s.key", "m.inner_l", "m.l") + " AS key, s.key AS inner_key, m.w, m.pos FROM"
                        + " kernel_slot AS s JOIN kernel_mix_map AS m ON m.inner_l = " + Keys.id("s.key") + " WHERE "
                        + Keys.tag("s.key") + " < " + Keys.DAILY;
        return "SELECT key, inner_key, w, " + sql.asBigint("sum(w)" + over + "CURRENT ROW)") + " AS cw, "
                + sql.asBigint("sum(w)" + over + "UNBOUNDED FOLLOWING)") + " AS tw FROM (" + inner + ") AS i";
    }
}
