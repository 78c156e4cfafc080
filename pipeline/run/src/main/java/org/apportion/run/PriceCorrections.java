package org.apportion.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * What the price lines of a closed month have become since, summed to who pays for what: the difference between its lines as
 * they are priced now, and the closed lines with all corrections booked elsewhere. A correction covers the days of the corrected
 * month, so these tell its month.
 */
final class PriceCorrections {
    static final String KIND = "correction";
    private static final List<String> KEY =
            List.of("route", "unit", "customer", "account", "service", "component", "cost_currency", "currency");

    private PriceCorrections() {}

    /** Condition: a line is a correction of that month. */
    static String of(Dialect dialect, BillingMonth origin) {
        return "kind = '" + KIND + "' AND from_day >= " + dialect.date(origin.firstDay()) + " AND from_day < "
                + dialect.date(origin.endDay());
    }

    /**
     * The lines to book.
     *
     * @param cause why, for their steps
     * @param now lines of the month as priced now
     * @param closed its closed lines; those that correct other months are left out
     * @param booked lines of other months than the booking one
     */
    static List<Object[]> between(
            Engine engine,
            BillingMonth origin,
            BillingMonth booking,
            String cause,
            String now,
            String closed,
            String booked) {
        Dialect dialect = engine.dialect();
        String key = String.join(", ", KEY);
        String all = "SELECT " + key + ", cost, amount FROM " + now + " AS n UNION ALL SELECT " + key
                + ", -cost, -amount FROM " + closed + " AS c WHERE kind <> '" + KIND + "' UNION ALL SELECT " + key
                + ", -cost, -amount FROM " + booked + " AS b WHERE " + of(dialect, origin);
        String steps = dialect.text("[{\"step\":\"correction\",\"of-month\":\"" + origin + "\",\"cause\":\"" + cause
                        + "\",\"result\":\"")
                + " || CAST(amount AS "
                + dialect.type(ColumnType.STRING)
                + ") || '\",\"currency\":\"' || currency || '\"}]'";
        return rows(
                engine,
                "SELECT " + dialect.text(booking.toString()) + ", 0, '" + KIND
                        + "', route, unit, customer, account, service, component, "
                        + dialect.date(origin.firstDay()) + ", " + dialect.date(origin.endDay())
                        + ", NULL, NULL, cost, cost_currency, amount, currency, " + steps
                        + " FROM (SELECT " + key + ", sum(cost) AS cost, sum(amount) AS amount FROM (" + all
                        + ") AS a GROUP BY " + key
                        + " HAVING sum(cost) <> 0 OR sum(amount) <> 0) AS s ORDER BY " + key);
    }

    /**
     * Tells that units are asked other amounts for closed months although their cost is what it was; empty if none is.
     *
     * @param lines corrections of all closed months
     * @param booking the month that books them
     */
    static Optional<String> note(List<Object[]> lines, BillingMonth booking) {
        int cost = Tables.PRICE_LINE.columnNames().indexOf("cost");
        int amount = Tables.PRICE_LINE.columnNames().indexOf("amount");
        SortedMap<String, BigDecimal> asked = new TreeMap<>();
        for (Object[] line : lines) {
            if (((BigDecimal) line[cost]).signum() == 0) {
                asked.merge((String) line[amount + 1], (BigDecimal) line[amount], BigDecimal::add);
            }
        }
        String sums = asked.entrySet().stream()
                .map(sum -> (sum.getValue().signum() < 0 ? "" : "+")
                        + sum.getValue().stripTrailingZeros().toPlainString() + " " + sum.getKey())
                .collect(Collectors.joining(", "));
        return asked.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "units are asked other amounts for closed months than they were, without a change of their cost ("
                                + sums + " in all): see 'apportion periods corrections --month " + booking
                                + " --priced'.");
    }

    static List<Object[]> rows(Engine engine, String select) {
        int columns = Tables.PRICE_LINE.columns().size();
        return engine.query(select, row -> {
            List<Object> values = new ArrayList<>(Collections.nCopies(columns, null));
            for (int i = 0; i < columns; i++) {
                values.set(i, row.value(i));
            }
            return values.toArray();
        });
    }

    /** The same rows with numbers from the given one on. */
    static List<Object[]> numbered(List<Object[]> lines, int first) {
        int place = Tables.PRICE_LINE.columnNames().indexOf("line");
        List<Object[]> numbered = new ArrayList<>();
        for (Object[] line : lines) {
            Object[] copy = Arrays.copyOf(line, line.length);
            copy[place] = first + numbered.size();
            numbered.add(copy);
        }
        return numbered;
    }
}
