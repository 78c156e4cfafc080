package org.apportion.allocate;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apportion.allocate.PlanStep.Build;
import org.apportion.model.CostBasis;

/**
 * Cuts records into cells and sums the pieces of each cell: the one pass over all records. Units that fit 64 bits
 * are cut in 64 bits; records beyond take a branch of their own in 128 bits.
 *
 * <p>A cell is (group, kind, k), of a span also the number of hours n. Windows that always go to one consumer as a
 * whole are days even where the law says hours: a day receives exactly what its hours would.
 */
final class CellSteps {
    /** k is the day number; also of cells without usage. */
    static final int DAY = 0;
    /** k is the hour number. */
    static final int HOUR = 1;
    /** k is the day on which the month cell is booked. */
    static final int MONTH = 2;
    /** k is the first hour. */
    static final int SPAN = 3;

    /** More hours than a record of one calendar month can touch. */
    private static final int MOST_WINDOWS = 746;

    /** Seconds of 28 days: no record up to this length is longer than a month. */
    private static final int SHORTEST_MONTH = 2_419_200;

    private final RuleBook book;
    private final Sql sql;
    private final PlanInputs inputs;
    private final CostBasis basis;

    CellSteps(RuleBook book, Sql sql, PlanInputs inputs, CostBasis basis) {
        this.book = book;
        this.sql = sql;
        this.inputs = inputs;
        this.basis = basis;
    }

    List<PlanStep> steps() {
        return List.of(
                new Build("kernel_cut", sql.dialect().createTable("kernel_cut", cuts()), "n windows: one row for each"),
                new Build(
                        "kernel_cell",
                        sql.dialect().createTable("kernel_cell", cells()),
                        "cells with summed units and rest"));
    }

    private static String cuts() {
        String digits = IntStream.range(0, 10).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(", "));
        String digit = "(VALUES " + digits + ") AS ";
        String numbers = "SELECT a.d * 100 + b.d * 10 + c.d AS i FROM " + digit + "a(d) CROSS JOIN " + digit
                + "b(d) CROSS JOIN " + digit + "c(d)";
        return "SELECT n.i + 1 AS n, i.i FROM (" + numbers + ") AS n JOIN (" + numbers
                + ") AS i ON i.i <= n.i WHERE n.i < " + MOST_WINDOWS;
    }

    private String cells() {
        String n = book.hasSpans() ? ", n" : "";
        String u = sql.asWide("sum(u)");
        String r = sql.asBigint("sum(r)");
        String pieces =
                Sql.union(List.of(whole(lines(false)), cut(lines(false), "fdiv"), cut(lines(true), "floordiv")));
        String summed = "SELECT g, kind, k" + n + ", " + u + " AS u, " + r + " AS r FROM (" + pieces
                + ") AS p GROUP BY g, kind, k" + n;
        return "SELECT " + sql.asInt("g") + " AS g, " + sql.asInt("kind") + " AS kind, " + sql.asInt("k") + " AS k"
                + (book.hasSpans() ? ", " + sql.asInt("n") + " AS n" : "")
                + ", CASE WHEN r < 1000000 THEN u ELSE u + fdiv(r, 1000000) END AS u,"
                + " CASE WHEN r < 1000000 THEN r ELSE r - 1000000 * fdiv(r, 1000000) END AS r FROM (" + summed
                + ") AS c";
    }

    /** Records with group, kind of cell, first and last window; s and e in seconds. */
    private String lines(boolean big) {
        String start = "c." + sql.name("ChargePeriodStart");
        String end = "c." + sql.name("ChargePeriodEnd");
        String units = "c." + sql.name(basis.unitsColumn());
        String cost = "c." + sql.name(basis.column());
        String amount = big
                ? "units_big(" + cost + ") AS u, rest_big(" + cost + ") AS r"
                : units + " AS u, c." + sql.name(basis.restColumn()) + " AS r";
        String era = book.eras().isEmpty() ? "" : " AND m.era = " + GroupSteps.eraOf(book, sql, "c");
        String records = "SELECT m.g, m.is_month, m.narrow, m.has_span, " + amount + ", "
                + sql.dialect().secondOf(start) + " AS s, " + sql.dialect().secondOf(end) + " AS e, "
                + start + " AS started FROM " + inputs.cost()
                + " AS c JOIN kernel_map AS m ON m.x_GroupId = c.x_GroupId" + era + " WHERE " + units
                + (big ? " IS NULL" : " IS NOT NULL");
        String longer = sql.dialect().secondOf("started + INTERVAL '1' MONTH");
        // Not "ELSE narrow": DuckDB 2.0.0 fails when a CASE hands on a joined column in some chunks only and a filter
        // follows.
        String shape = book.hasSpans()
                ? "CASE WHEN has_span = 1 AND fdiv(s, 3600) < fdiv(e - 1, 3600) THEN " + SPAN + " WHEN narrow = 1 THEN "
                        + HOUR + " ELSE " + DAY + " END"
                : "CASE WHEN narrow = 1 THEN " + HOUR + " ELSE " + DAY + " END";
        String month = "is_month = 1 OR e <= s THEN " + MONTH + " WHEN e - s > " + SHORTEST_MONTH
                + " THEN CASE WHEN e > " + longer + " THEN " + MONTH + " ELSE " + shape + " END";
        String kinds = "SELECT g, u, r, s, e, CASE WHEN " + month + " ELSE " + shape + " END AS kind FROM (" + records
                + ") AS r";
        return "SELECT *, CASE WHEN kind IN (" + HOUR + ", " + SPAN
                + ") THEN fdiv(s, 3600) ELSE fdiv(s, 86400) END AS k0,"
                + " CASE WHEN kind = " + HOUR + " THEN fdiv(e - 1, 3600) WHEN kind = " + DAY
                + " THEN fdiv(e - 1, 86400) END AS k1 FROM (" + kinds + ") AS l";
    }

    /** Records that lie in one window. */
    private String whole(String lines) {
        String n = book.hasSpans()
                ? ", CASE WHEN kind = " + SPAN + " THEN fdiv(e - 1, 3600) - k0 + 1 ELSE 1 END AS n"
                : "";
        return "SELECT g, kind, k0 AS k" + n + ", " + sql.asWide("u") + " AS u, r FROM (" + lines
                + ") AS w WHERE kind >= " + MONTH + " OR k0 = k1";
    }

    /** Records that lie in several windows; of big ones all. The piece of a window is floor(u*t1/S) - floor(u*t0/S). */
    private String cut(String lines, String divide) {
        boolean big = divide.equals("floordiv");
        String n = book.hasSpans()
                ? ", CASE WHEN kind = " + SPAN + " THEN fdiv(e - 1, 3600) - k0 + 1 ELSE 1 END AS n"
                : "";
        String many =
                "SELECT *, CASE WHEN kind >= " + MONTH + " THEN 1 ELSE k1 - k0 + 1 END AS windows, CASE WHEN kind = "
                        + HOUR + " THEN 3600 ELSE 86400 END AS width, CASE WHEN kind >= " + MONTH
                        + " THEN 1 ELSE e - s END AS seconds FROM (" + lines + ") AS w"
                        + (big ? "" : " WHERE kind < " + MONTH + " AND k0 < k1");
        String quotient = "SELECT *, CASE WHEN windows > 1 THEN " + divide + "(u, seconds) ELSE 0 END AS q FROM ("
                + many + ") AS x";
        String seconds =
                "SELECT q.*, c.i, u % seconds + CASE WHEN u % seconds < 0 THEN seconds ELSE 0 END AS m, least(e, (k0 +"
                        + " c.i + 1) * width) - s AS t1, greatest(s, (k0 + c.i) * width) - s AS t0 FROM (" + quotient
                        + ") AS q JOIN kernel_cut AS c ON c.n = q.windows";
        String piece = "q * (t1 - t0) + " + divide + "(m * t1, seconds) - " + divide + "(m * t0, seconds)";
        return "SELECT g, kind, k0 + i AS k" + n + ", "
                + sql.asWide("CASE WHEN windows = 1 THEN u ELSE " + piece + " END")
                + " AS u, CASE WHEN i = windows - 1 THEN r ELSE 0 END AS r FROM (" + seconds + ") AS y";
    }
}
