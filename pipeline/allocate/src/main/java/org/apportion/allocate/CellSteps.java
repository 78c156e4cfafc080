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

    private static final String MICROS_PER_HOUR = "3600000000";
    private static final String MICROS_PER_DAY = "86400000000";

    /** The last second that belongs to a record, in microseconds. */
    private static final String LAST = "z - 1000000";

    private static final String START = "fdiv(a, 1000000)";
    private static final String END = "fdiv(z, 1000000)";

    private final RuleBook book;
    private final Sql sql;
    private final String cost;
    private final CostBasis basis;

    /** @param cost the records to cut: text that may stand after {@code FROM} */
    CellSteps(RuleBook book, Sql sql, String cost, CostBasis basis) {
        this.book = book;
        this.sql = sql;
        this.cost = cost;
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
        String summed = "SELECT g, kind, k" + n + ", " + u + " AS u, " + r + " AS r FROM ("
                + Sql.union(List.of(pieces(false), pieces(true))) + ") AS p GROUP BY g, kind, k" + n;
        return "SELECT " + sql.asInt("g") + " AS g, " + sql.asInt("kind") + " AS kind, " + sql.asInt("k") + " AS k"
                + (book.hasSpans() ? ", " + sql.asInt("n") + " AS n" : "")
                + ", CASE WHEN r < 1000000 THEN u ELSE u + fdiv(r, 1000000) END AS u,"
                + " CASE WHEN r < 1000000 THEN r ELSE r - 1000000 * fdiv(r, 1000000) END AS r FROM (" + summed
                + ") AS c";
    }

    /** Records with group, start and end in microseconds, and kind of cell. */
    private String kinds(boolean big) {
        String start = "c." + sql.name("ChargePeriodStart");
        String end = "c." + sql.name("ChargePeriodEnd");
        String units = "c." + sql.name(basis.unitsColumn());
        String amountOf = "c." + sql.name(basis.column());
        String amount = big
                ? "units_big(" + amountOf + ") AS u, rest_big(" + amountOf + ") AS r"
                : units + " AS u, c." + sql.name(basis.restColumn()) + " AS r";
        String era = book.eras().isEmpty() ? "" : " AND m.era = " + GroupSteps.eraOf(book, sql, "c");
        String records = "SELECT m.g, m.is_month, m.narrow, m.has_span, " + amount + ", "
                + sql.dialect().microsecondOf(start) + " AS a, " + sql.dialect().microsecondOf(end) + " AS z, "
                + start + " AS started FROM " + cost
                + " AS c JOIN kernel_map AS m ON m.x_GroupId = c.x_GroupId" + era + " WHERE " + units
                + (big ? " IS NULL" : " IS NOT NULL");
        // Not "ELSE narrow": DuckDB 2.0.0 fails when a CASE hands on a joined column in some chunks only and a filter
        // follows.
        String narrow = "WHEN narrow = 1 THEN " + HOUR + " ELSE " + DAY + " END";
        String shape = book.hasSpans()
                ? "CASE WHEN has_span = 1 AND fdiv(a, " + MICROS_PER_HOUR + ") < fdiv(" + LAST + ", " + MICROS_PER_HOUR
                        + ") THEN " + SPAN + " " + narrow
                : "CASE " + narrow;
        String longer = sql.dialect().secondOf("started + INTERVAL '1' MONTH");
        // Of almost all records the first line decides: a second or more, and not longer than any month.
        String kind = "CASE WHEN is_month = 0 AND z - a BETWEEN 1000000 AND " + SHORTEST_MONTH + "000000 THEN " + shape
                + " WHEN is_month = 1 OR " + END + " <= " + START + " OR (" + END + " - " + START + " > "
                + SHORTEST_MONTH + " AND " + END + " > " + longer + ") THEN " + MONTH + " ELSE " + shape + " END";
        return "SELECT g, u, r, a, z, " + kind + " AS kind FROM (" + records + ") AS r";
    }

    /**
     * One row for each window that a record touches. The piece of a window is floor(u*t1/S) - floor(u*t0/S); a
     * record in one window, as most are, keeps its units, and its seconds are not even looked at.
     */
    private String pieces(boolean big) {
        String divide = big ? "floordiv" : "fdiv";
        String windows = "SELECT *, CASE WHEN kind < " + MONTH + " THEN fdiv(" + LAST
                + ", width) - k0 + 1 ELSE 1 END AS"
                + " windows"
                + (book.hasSpans()
                        ? ", CASE WHEN kind = " + SPAN + " THEN fdiv(" + LAST + ", width) - k0 + 1 ELSE 1 END AS n"
                        : "")
                + " FROM (SELECT *, fdiv(a, width) AS k0 FROM (SELECT *, CASE WHEN kind IN (" + HOUR + ", " + SPAN
                + ") THEN " + MICROS_PER_HOUR + " ELSE " + MICROS_PER_DAY + " END AS width FROM (" + kinds(big)
                + ") AS l) AS w) AS x";
        String many = "SELECT w.*, c.i, CASE WHEN windows > 1 THEN " + START + " END AS s, CASE WHEN windows > 1 THEN "
                + END + " END AS e, CASE WHEN kind = " + HOUR + " THEN 3600 ELSE 86400 END AS seconds_wide FROM ("
                + windows + ") AS w JOIN kernel_cut AS c ON c.n = w.windows";
        String quotient = "SELECT *, e - s AS seconds, " + divide + "(u, e - s) AS q FROM (" + many + ") AS y";
        String seconds =
                "SELECT *, u % seconds + CASE WHEN u % seconds < 0 THEN seconds ELSE 0 END AS m, least(e, (k0 + i + 1) * seconds_wide) - s AS t1,"
                        + " greatest(s, (k0 + i) * seconds_wide) - s AS t0 FROM (" + quotient + ") AS q";
        String piece = "q * (t1 - t0) + " + divide + "(m * t1, seconds) - " + divide + "(m * t0, seconds)";
        return "SELECT g, kind, k0 + i AS k" + (book.hasSpans() ? ", n" : "") + ", "
                + sql.asWide("CASE WHEN windows = 1 THEN u ELSE " + piece + " END")
                + " AS u, CASE WHEN i = windows - 1 THEN r ELSE 0 END AS r FROM (" + seconds + ") AS t";
    }
}
