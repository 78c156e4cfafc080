package org.apportion.ingest.delivery;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apportion.ingest.problem.ImportError;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/** Exact sums over relations of one kind of content. */
public final class Sums {
    private static final String TOO_LARGE = "ENGINE_NUMBER_TOO_LARGE";

    private final Engine engine;
    private final Content content;

    public Sums(Engine engine, Content content) {
        this.engine = engine;
        this.content = content;
    }

    /**
     * Counts and sums by month and measure, in that order.
     *
     * @param place file or slice, for messages
     * @param relation with the columns of the content's table
     * @param condition of the rows to take
     * @throws ApportionException {@code IMPORT_SUM_TOO_LARGE} naming the column and how large it became
     */
    public List<Contribution> of(String place, String relation, String condition) {
        try {
            return of(relation, condition);
        } catch (ApportionException e) {
            throw e.code().name().equals(TOO_LARGE) ? tooLarge(place, relation, condition, e) : e;
        }
    }

    private ApportionException tooLarge(String place, String relation, String condition, ApportionException cause) {
        List<String> columns = new ArrayList<>(List.of(content.total()));
        content.effective().ifPresent(columns::add);
        String rows = "(SELECT * FROM " + relation + " AS r WHERE " + condition + ")";
        return SumLimit.exceeded(engine, rows, columns, content.decimals(), content.measure())
                .map(excess -> ImportError.IMPORT_SUM_TOO_LARGE.at(
                        place,
                        excess.sentence(),
                        "Look for amounts in the file that cannot be true, such as an id in the cost column.",
                        cause))
                .orElse(cause);
    }

    private List<Contribution> of(String relation, String condition) {
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

    /**
     * Sums as texts that are equal if the sums are.
     *
     * @param withoutCounts for samples: those with the same key become one, so only their totals are kept
     */
    public static List<String> texts(List<Contribution> sums, boolean withoutCounts) {
        return sums.stream()
                .filter(sum -> sum.records() > 0)
                .map(sum -> sum.measure() + " " + digits(sum.total()) + " " + digits(sum.effective())
                        + (withoutCounts ? "" : " of " + sum.records()))
                .toList();
    }

    private static String digits(BigDecimal sum) {
        return sum.stripTrailingZeros().toPlainString();
    }
}
