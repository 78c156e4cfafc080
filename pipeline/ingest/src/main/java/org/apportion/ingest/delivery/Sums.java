package org.apportion.ingest.delivery;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apportion.model.BillingMonth;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/** Exact sums over relations of one kind of content. */
public final class Sums {
    private final Engine engine;
    private final Content content;

    public Sums(Engine engine, Content content) {
        this.engine = engine;
        this.content = content;
    }

    /**
     * Counts and sums by month and measure, in that order.
     *
     * @param relation with the columns of the content's table
     * @param condition of the rows to take
     */
    public List<Contribution> of(String relation, String condition) {
        Dialect dialect = engine.dialect();
        String month = dialect.name(content.month());
        String measure = dialect.name(content.measure());
        String effective = content.effective()
                .map(column -> "sum(" + dialect.name(column) + ")")
                .orElse("CAST(0 AS BIGINT)");
        return engine.query(
                "SELECT " + month + ", " + measure + ", count(*), sum(" + dialect.name(content.total()) + "), "
                        + effective
                        + " FROM " + relation + " AS r WHERE " + condition + " GROUP BY " + month + ", " + measure
                        + " ORDER BY " + month + ", " + measure,
                row -> new Contribution(
                        BillingMonth.parse(Objects.requireNonNull(row.text(0))),
                        Objects.requireNonNull(row.text(1)),
                        row.number(2),
                        plain(row.decimal(3)),
                        plain(row.decimal(4))));
    }

    /** Adds up what several files hold of the same month and measure. */
    public static List<Contribution> merged(List<Contribution> contributions) {
        return contributions.stream()
                .collect(Collectors.toMap(
                        contribution -> contribution.month() + "\n" + contribution.measure(),
                        contribution -> contribution,
                        Contribution::plus,
                        java.util.TreeMap::new))
                .values()
                .stream()
                .toList();
    }

    private static BigDecimal plain(@org.jspecify.annotations.Nullable BigDecimal sum) {
        return sum == null || sum.signum() == 0 ? BigDecimal.ZERO : sum.stripTrailingZeros();
    }
}
