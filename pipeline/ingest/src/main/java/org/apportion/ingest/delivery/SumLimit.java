package org.apportion.ingest.delivery;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * What decimals of 38 digits can add up: amounts with 18 decimals stay below 10^20. Magnitudes are added, not amounts, so that
 * no order of adding can pass the limit on the way.
 */
public final class SumLimit {
    private static final int DIGITS = 38;
    private static final int SHOWN_DIGITS = 3;

    private SumLimit() {}

    /**
     * The first sum of magnitudes that reaches the limit; empty if none does.
     *
     * @param relation with the columns
     * @param columns numbers
     * @param decimals that the columns have
     * @param measure column within whose values numbers are added: a currency, a metric
     */
    public static Optional<Excess> exceeded(
            Engine engine, String relation, Collection<String> columns, int decimals, String measure) {
        if (isFarOff(engine, relation, columns, decimals)) {
            return Optional.empty();
        }
        Dialect dialect = engine.dialect();
        String by = dialect.name(measure);
        List<Excess> all = new ArrayList<>();
        for (String column : columns) {
            // Whole numbers leave 38 digits before the point; rounding moves each row by at most one half.
            String whole = "CAST(abs(" + dialect.name(column) + ") AS " + dialect.wideInteger() + ")";
            engine.forEach(
                    "SELECT " + by + ", sum(" + whole + ") + count(*) FROM " + relation + " AS m GROUP BY " + by
                            + " ORDER BY " + by,
                    row -> all.add(new Excess(
                            column, String.valueOf(row.text(0)), Objects.requireNonNull(row.integer(1)), decimals)));
        }
        return all.stream().filter(Excess::reachesLimit).findFirst();
    }

    /** As many numbers as there are, each of the largest magnitude: a fifth of the work, and nearly always far below the limit. */
    private static boolean isFarOff(Engine engine, String relation, Collection<String> columns, int decimals) {
        List<String> ends = columns.stream()
                .map(engine.dialect()::name)
                .flatMap(name -> Stream.of("min(" + name + ")", "max(" + name + ")"))
                .toList();
        return engine.query(
                        "SELECT count(*), " + String.join(", ", ends) + " FROM " + relation + " AS m",
                        row -> IntStream.rangeClosed(1, ends.size())
                                .mapToObj(row::decimal)
                                .flatMap(Stream::ofNullable)
                                .map(end -> end.abs()
                                        .setScale(0, RoundingMode.CEILING)
                                        .add(BigDecimal.ONE)
                                        .multiply(BigDecimal.valueOf(row.number(0))))
                                .allMatch(most -> most.compareTo(BigDecimal.TEN.pow(DIGITS - decimals)) < 0))
                .get(0);
    }

    /**
     * How large the sum of a column became.
     *
     * @param magnitude whole number, rounded up
     * @param decimals of the column
     */
    public record Excess(String column, String measure, BigInteger magnitude, int decimals) {
        boolean reachesLimit() {
            return magnitude.compareTo(BigInteger.TEN.pow(DIGITS - decimals)) >= 0;
        }

        /** For a message. */
        public String sentence() {
            return "The magnitudes of " + column + " in " + measure + " add up to about "
                    + new BigDecimal(magnitude).round(new MathContext(SHOWN_DIGITS)) + ", but exact sums with "
                    + decimals
                    + " decimals end below 1E+" + (DIGITS - decimals) + ".";
        }
    }
}
