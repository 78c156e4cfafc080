package org.apportion.ingest;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.apportion.ingest.delivery.Content;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.jspecify.annotations.Nullable;

/** Compares the rows of a slice before and after a replacement. */
final class ChangeSummary {
    private static final int MOST = 10;

    private final Engine engine;
    private final Content content;

    ChangeSummary(Engine engine, Content content) {
        this.engine = engine;
        this.content = content;
    }

    /** The largest differences, at most {@value #MOST}, the largest first. */
    List<Change> between(String before, String after) {
        Dialect dialect = engine.dialect();
        String query =
                "SELECT coalesce(a.g, b.g), coalesce(a.h, b.h), coalesce(a.m, b.m), coalesce(b.n, 0), coalesce(a.n, 0),"
                        + " b.t, a.t FROM (" + grouped(dialect, after) + ") AS a FULL JOIN (" + grouped(dialect, before)
                        + ") AS b ON a.g = b.g AND a.h = b.h AND a.m = b.m"
                        + " WHERE coalesce(a.t, 0) <> coalesce(b.t, 0) OR coalesce(a.n, 0) <> coalesce(b.n, 0)"
                        + " ORDER BY abs(coalesce(a.t, 0) - coalesce(b.t, 0)) DESC, 1, 2, 3 LIMIT " + MOST;
        return engine.query(
                query,
                row -> new Change(
                        Objects.requireNonNull(row.text(0)),
                        Objects.requireNonNull(row.text(1)),
                        Objects.requireNonNull(row.text(2)),
                        row.number(3),
                        row.number(4),
                        plain(row.decimal(5)),
                        plain(row.decimal(6))));
    }

    private String grouped(Dialect dialect, String relation) {
        String account = "coalesce(" + dialect.name(content.groups().get(0)) + ", '')";
        String service = "coalesce(" + dialect.name(content.groups().get(1)) + ", '')";
        return "SELECT " + account + " AS g, " + service + " AS h, " + dialect.name(content.measure())
                + " AS m, count(*) AS n, sum(" + dialect.name(content.total()) + ") AS t FROM " + relation
                + " AS r GROUP BY 1, 2, 3";
    }

    private static BigDecimal plain(@Nullable BigDecimal sum) {
        return sum == null || sum.signum() == 0 ? BigDecimal.ZERO : sum.stripTrailingZeros();
    }
}
