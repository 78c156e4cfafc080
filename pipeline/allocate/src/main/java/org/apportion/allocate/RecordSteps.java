package org.apportion.allocate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apportion.allocate.PlanStep.Build;
import org.apportion.allocate.RecordShares.Measure;
import org.apportion.model.CostBasis;
import org.apportion.model.table.ColumnType;

/**
 * Splits single records as their cells were split: each record into its windows, over parts, metrics of a mix and entries. Every
 * measure m has the columns {@code a<m>} (units) and {@code r<m>} (rest); of the charged cost {@code a} is the cell's running sum
 * with the record and {@code b} without it, so that differences add up along both axes.
 *
 * <p>Most records go whole to one consumer: these are told by their group's route and are not split.
 */
final class RecordSteps {
    /** A ratio is split as units of 1e-18. */
    private static final String WHOLE_RATIO = "1000000000000000000";

    private final RuleBook book;
    private final Sql sql;
    private final PlanInputs inputs;
    private final List<Measure> measures;
    private final int charged;

    RecordSteps(RuleBook book, Sql sql, PlanInputs inputs, CostBasis basis, List<Measure> measures) {
        this.book = book;
        this.sql = sql;
        this.inputs = inputs;
        this.measures = List.copyOf(measures);
        this.charged = measures.stream().map(Measure::name).toList().indexOf(basis.column());
        if (charged < 0) {
            throw new IllegalArgumentException("no measure is " + basis.column());
        }
    }

    List<PlanStep> steps() {
        List<PlanStep> steps = new ArrayList<>();
        steps.add(build("record_route", singles(), "groups whose records each go whole to one consumer"));
        steps.add(build("record_line", lines(), "records with their kind of cell and first window"));
        steps.add(build("record_piece", pieces(), "windows of the records that are split, with running sums"));
        steps.add(build("record_part", parts(), "each part of a window with the slot that takes it"));
        steps.add(new Build("forget", sql.dialect().dropTable("record_piece"), "frees memory"));
        steps.add(build("record_share", entries(), "shares per record, tier, day and consumer"));
        steps.add(new Build("forget", sql.dialect().dropTable("record_part"), "frees memory"));
        return steps;
    }

    private PlanStep build(String table, String select, String meaning) {
        return new Build(table, sql.dialect().createTable(table, select), meaning);
    }

    private String each(IntFunction<String> column) {
        return IntStream.range(0, width()).mapToObj(column).collect(Collectors.joining(", "));
    }

    /** The measures and, as the last one, the ratio. */
    private int width() {
        return measures.size() + 1;
    }

    /** All columns of the measures, each through a function of its units. */
    private String units(UnaryOperator<String> function) {
        return each(m -> function.apply("a" + m) + " AS a" + m) + ", " + function.apply("b" + charged) + " AS b"
                + charged;
    }

    private String rests(String condition) {
        return each(
                m -> condition.isEmpty() ? "r" + m : "CASE WHEN " + condition + " THEN r" + m + " ELSE 0 END AS r" + m);
    }

    /** Groups that one consumer takes whole, whatever the kind of cell. */
    private String singles() {
        String levels = IntStream.range(0, book.levels())
                .mapToObj(level -> " OR base" + level + " IS NOT NULL")
                .collect(Collectors.joining());
        return "SELECT g, max(last_ch) AS ch, max(" + Keys.id("last_base")
                + ") AS c FROM kernel_route GROUP BY g HAVING"
                + " count(CASE WHEN part_w <> part_tw OR last_base IS NULL OR " + Keys.tag("last_base") + " <> "
                + Keys.SINGLE + levels + " THEN 1 END) = 0 AND min(last_base) = max(last_base) AND min(last_ch) ="
                + " max(last_ch)";
    }

    /** The kind of a record's cells is the plan's: see {@link CellSteps}. */
    private String lines() {
        String start = "c." + sql.name("ChargePeriodStart");
        String end = "c." + sql.name("ChargePeriodEnd");
        String era = book.eras().isEmpty() ? "" : " AND m.era = " + GroupSteps.eraOf(book, sql, "c");
        String records = "SELECT c.x_RecordId AS id, m.g, m.is_month, m.narrow, m.has_span, "
                + sql.dialect().secondOf(start) + " AS s, " + sql.dialect().secondOf(end) + " AS e, "
                + sql.dialect().secondOf(start + " + INTERVAL '1' MONTH") + " AS longest FROM " + inputs.cost()
                + " AS c JOIN kernel_map AS m ON m.x_GroupId = c.x_GroupId" + era;
        String shape = "CASE WHEN narrow = 1 THEN " + CellSteps.HOUR + " ELSE " + CellSteps.DAY + " END";
        String spans = book.hasSpans()
                ? " WHEN has_span = 1 AND fdiv(s, 3600) < fdiv(e - 1, 3600) THEN " + CellSteps.SPAN
                : "";
        String kinds = "SELECT id, g, s, e, CASE WHEN is_month = 1 OR e <= s OR e > longest THEN " + CellSteps.MONTH
                + spans + " ELSE " + shape + " END AS kind FROM (" + records + ") AS r";
        String first = "SELECT *, CASE WHEN kind IN (" + CellSteps.HOUR + ", " + CellSteps.SPAN
                + ") THEN 3600 ELSE 86400 END AS width FROM (" + kinds + ") AS k";
        String windows = "SELECT *, fdiv(s, width) AS k0, fdiv(e - 1, width) AS k1 FROM (" + first + ") AS f";
        return "SELECT w.id, w.g, w.s, w.e, w.kind, w.width, w.k0, CASE WHEN w.kind >= " + CellSteps.MONTH
                + " THEN 1 ELSE w.k1 - w.k0 + 1 END AS windows, CASE WHEN w.kind = " + CellSteps.SPAN
                + " THEN w.k1 - w.k0 + 1 ELSE 1 END AS n, CASE WHEN w.kind = " + CellSteps.MONTH
                + " OR fdiv(w.s, 86400) = fdiv(w.e - 1, 86400) THEN o.ch END AS ch, o.c FROM (" + windows
                + ") AS w LEFT JOIN record_route AS o ON o.g = w.g";
    }

    private String pieces() {
        String numbers = IntStream.range(0, measures.size())
                .mapToObj(m -> {
                    String value = "c." + sql.name(measures.get(m).name());
                    String grain = measures.get(m).grain();
                    return "units_big(" + value + ") AS u" + m + ", rest_big(" + value + ") AS q" + m + ", "
                            + sql.asBigint(grain) + " AS grain" + m;
                })
                .collect(Collectors.joining(", "));
        String split = "SELECT l.*, " + numbers + " FROM record_line AS l JOIN " + inputs.cost()
                + " AS c ON c.x_RecordId = l.id WHERE l.ch IS NULL";
        String grained = "SELECT *, "
                + IntStream.range(0, measures.size())
                        .mapToObj(m -> measures.get(m).grain().equals("1")
                                ? "u" + m + " AS v" + m
                                : "floordiv(u" + m + ", grain" + m + ") AS v" + m)
                        .collect(Collectors.joining(", "))
                + ", " + sql.asWide(WHOLE_RATIO) + " AS v" + measures.size() + " FROM (" + split + ") AS s";
        String rests = "SELECT *, "
                + IntStream.range(0, measures.size())
                        .mapToObj(m -> measures.get(m).grain().equals("1")
                                ? sql.asBigint("q" + m) + " AS z" + m
                                : sql.asBigint("(u" + m + " - v" + m + " * grain" + m + ") * 1000000 + q" + m) + " AS z"
                                        + m)
                        .collect(Collectors.joining(", "))
                + ", " + sql.asBigint("0") + " AS z" + measures.size() + " FROM (" + grained + ") AS t";
        String cut = "SELECT l.*, k.i, least(l.e, (l.k0 + k.i + 1) * l.width) - l.s AS t1,"
                + " greatest(l.s, (l.k0 + k.i) * l.width) - l.s AS t0, CASE WHEN l.windows > 1 THEN l.e - l.s ELSE 1"
                + " END AS seconds FROM (" + rests + ") AS l JOIN kernel_cut AS k ON k.n = l.windows";
        String windows = "SELECT id, g, kind, k0 + i AS k, n, "
                + each(m -> "CASE WHEN windows = 1 THEN v" + m + " ELSE share_big(v" + m
                        + ", t1, seconds) - share_big(v" + m + ", t0, seconds) END AS a" + m)
                + ", "
                + each(m -> "CASE WHEN i = windows - 1 THEN z" + m + " ELSE 0 END AS r" + m)
                + " FROM (" + cut + ") AS c";
        String running = "SELECT *, sum(a" + charged + ") OVER (PARTITION BY g, kind, k, n ORDER BY id ROWS BETWEEN"
                + " UNBOUNDED PRECEDING AND CURRENT ROW) AS run FROM (" + windows + ") AS w";
        return "SELECT id, g, kind, k, n, "
                + each(m -> m == charged ? sql.asWide("run") + " AS a" + m : "a" + m) + ", "
                + sql.asWide("run - a" + charged) + " AS b" + charged + ", "
                + rests("") + " FROM (" + running + ") AS x";
    }

    private String parts() {
        StringBuilder key = new StringBuilder("CASE");
        StringBuilder chain = new StringBuilder("CASE");
        StringBuilder joins = new StringBuilder();
        String slots = slots();
        for (int level = 0; level < book.levels(); level++) {
            String found = " WHEN s" + level + ".key IS NOT NULL THEN ";
            key.append(found).append('s').append(level).append(".key");
            chain.append(found).append("r.ch").append(level);
            joins.append(" LEFT JOIN (")
                    .append(slots)
                    .append(") AS s")
                    .append(level)
                    .append(" ON s")
                    .append(level);
            joins.append(".key = r.base").append(level).append(" + ").append(code("r.tag" + level));
        }
        String found = book.levels() == 0
                ? "r.last_ch AS ch, r.last_base AS key"
                : chain + " ELSE r.last_ch END AS ch, " + key + " ELSE r.last_base END AS key";
        String amounts = book.hasSeveralParts()
                ? units(column -> part(column, "r.part_w", "r.part_cw", "r.part_tw")) + ", "
                        + rests("r.part_cw = r.part_tw")
                : units(column -> column) + ", " + rests("");
        String day =
                "CASE WHEN p.kind IN (" + CellSteps.HOUR + ", " + CellSteps.SPAN + ") THEN fdiv(p.k, 24) ELSE p.k END";
        boolean windows = book.hasSpans() && book.hasUsage();
        String piece = "SELECT p.*, " + day + " AS day" + (windows ? ", w.wid" : "") + " FROM record_piece AS p"
                + (windows
                        ? " LEFT JOIN kernel_window AS w ON p.kind = " + CellSteps.SPAN + " AND w.k = p.k AND w.n = p.n"
                        : "");
        return "SELECT c.id, c.day, " + found + ", " + amounts + " FROM (" + piece
                + ") AS c JOIN kernel_route AS r ON r.g = c.g AND r.kind = c.kind" + joins;
    }

    private String slots() {
        return "SELECT key FROM kernel_slot"
                + (book.hasMix() ? " UNION ALL SELECT key FROM kernel_mix WHERE cw = tw" : "")
                + (book.hasSecondPass() ? " UNION ALL SELECT key FROM " + bases() + " AS b WHERE cw = tw" : "");
    }

    private String bases() {
        return BasisSteps.entries(book, book.passes().count());
    }

    /** The code within a key, by its tag: see {@link Keys}. */
    private String code(String tag) {
        StringBuilder text = new StringBuilder("CASE ").append(tag);
        text.append(" WHEN ")
                .append(Keys.HOUR)
                .append(" THEN c.k WHEN ")
                .append(Keys.DAY)
                .append(" THEN c.day WHEN ");
        text.append(Keys.DAILY).append(" THEN c.day WHEN ").append(Keys.MONTH).append(" THEN ");
        text.append(sql.monthOfDay("c.day"));
        if (book.hasSpans() && book.hasUsage()) {
            text.append(" WHEN ").append(Keys.SPAN).append(" THEN c.wid");
        }
        return text.append(" ELSE 0 END").toString();
    }

    /** What one entry receives of a column of units. */
    private static String part(String column, String weight, String running, String total) {
        return "CASE WHEN " + weight + " = " + total + " THEN " + column + " ELSE share_big(" + column + ", " + running
                + ", " + total + ") - share_big(" + column + ", " + running + " - " + weight + ", " + total + ") END";
    }

    private String entries() {
        String direct = "SELECT id, day, ch, key, " + units(column -> column) + ", " + rests("") + " FROM record_part";
        String mixed = !book.hasMix()
                ? direct
                : direct + " UNION ALL SELECT p.id, p.day, p.ch, m.inner_key AS key, "
                        + units(column -> part(column, "m.w", "m.cw", "m.tw")) + ", " + rests("m.cw = m.tw")
                        + " FROM record_part AS p JOIN kernel_mix AS m ON m.key = p.key";
        String single = Keys.tag("key") + " = " + Keys.SINGLE;
        String whole = "SELECT id, ch, day, " + Keys.id("key") + " AS c, " + units(column -> column) + ", " + rests("")
                + " FROM record_part WHERE " + single;
        String hour = book.hasSpans() ? "coalesce(fdiv(e.h, 24), p.day)" : "p.day";
        String none = book.hasSpans() ? ", " + sql.asBigint("NULL") + " AS h" : "";
        String all = book.hasSecondPass()
                ? "(SELECT * FROM kernel_entry UNION ALL SELECT key, c, w, cw, tw" + none + " FROM " + bases()
                        + " AS b)"
                : "kernel_entry";
        String shared = "SELECT p.id, p.ch, " + hour + " AS day, e.c, "
                + units(column -> part(column, "e.w", "e.cw", "e.tw")) + ", " + rests("e.cw = e.tw") + " FROM (" + mixed
                + ") AS p JOIN " + all + " AS e ON e.key = p.key WHERE NOT (" + single.replace("key", "p.key") + ")";
        String sums = each(m -> (m == charged ? "sum(a" + m + " - b" + m + ")" : "sum(a" + m + ")") + " AS a" + m)
                + ", " + each(m -> "sum(r" + m + ") AS r" + m);
        return "SELECT id, ch, " + sql.asInt("day") + " AS day, c, " + sums + " FROM (" + whole + " UNION ALL " + shared
                + ") AS s GROUP BY id, ch, day, c";
    }

    /** See {@link RecordShares#shares}. */
    String shares() {
        String ratio = "money_big(floordiv(a" + measures.size() + ", 1000000), "
                + sql.asBigint("a" + measures.size() + " - 1000000 * floordiv(a" + measures.size() + ", 1000000)")
                + ")";
        String amounts = IntStream.range(0, measures.size())
                .mapToObj(m -> "money_big(a" + m
                        + (measures.get(m).grain().equals("1") ? "" : " * grain" + m) + ", "
                        + sql.asBigint("r" + m) + ") AS "
                        + sql.name(measures.get(m).name()))
                .collect(Collectors.joining(", "));
        String any = IntStream.range(0, width())
                .mapToObj(m -> "coalesce(a" + m + ", 0) <> 0"
                        + (m < measures.size() ? " OR coalesce(r" + m + ", 0) <> 0" : ""))
                .collect(Collectors.joining(" OR "));
        List<Integer> grained = IntStream.range(0, measures.size())
                .filter(m -> !measures.get(m).grain().equals("1"))
                .boxed()
                .toList();
        String grains = grained.stream()
                .map(m -> sql.asWide(measures.get(m).grain()) + " AS grain" + m)
                .collect(Collectors.joining(", "));
        String split = grained.isEmpty()
                ? "SELECT * FROM record_share"
                : "SELECT s.*, " + grains + " FROM record_share AS s JOIN " + inputs.cost()
                        + " AS c ON c.x_RecordId = s.id";
        String nulls = measures.stream()
                .map(measure -> "CAST(NULL AS " + type() + ") AS " + sql.name(measure.name()))
                .collect(Collectors.joining(", "));
        String rows = "SELECT id, ch, day, c, 0 AS is_whole, " + ratio + " AS ratio, " + amounts + " FROM (" + split
                + ") AS g WHERE " + any + " UNION ALL SELECT id, ch, " + sql.asInt("fdiv(s, 86400)")
                + " AS day, c, 1 AS is_whole, CAST(1 AS " + type() + ") AS ratio, " + nulls
                + " FROM record_line WHERE ch IS NOT NULL";
        String names = measures.stream()
                .map(measure -> "s." + sql.name(measure.name()))
                .collect(Collectors.joining(", "));
        return "SELECT s.id AS x_RecordId, t.part, t.tier, m.method, m.reason, p.kind AS consumer_kind, p.name AS consumer, "
                + sql.dateOfDay("s.day") + " AS day, u.id AS rule, u.version AS rule_version, s.is_whole, s.ratio, "
                + names
                + " FROM (" + rows
                + ") AS s JOIN kernel_chain AS t ON t.ch = s.ch JOIN kernel_group AS g ON g.g = t.g JOIN"
                + " kernel_rule AS u ON u.rule = g.rule JOIN "
                + new TierNames(book, sql).relation()
                + " ON m.rule = g.rule AND m.part = t.part AND m.tier = t.tier JOIN kernel_consumer AS p ON p.c = s.c";
    }

    private String type() {
        return sql.dialect().type(ColumnType.MONEY);
    }
}
