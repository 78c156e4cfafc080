package org.apportion.run;

import static org.apportion.model.table.Column.required;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apportion.lake.LakeView;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.Periods;
import org.apportion.ledger.period.Reconciled;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.publish.focus.CompletedCost;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.Row;

/**
 * All four costs of the corrections that a month books, in tables of the session. A correction's part of a cost is what its charge
 * is of the charged cost of its records, before and after, rounded half-even to 18 decimals. What a record group's costs differ
 * beyond its corrections is a rest, so that each cost adds up to the difference of the bills. Tables:
 *
 * <ul>
 *   <li>{@link #SHARES}: {@code correction} and {@code before_} and {@code after_} of each cost;
 *   <li>{@link #RESTS}: {@code origin_month}, {@code group_id}, each cost;
 *   <li>{@link #RECORDS}: the records behind rests.
 * </ul>
 */
final class CorrectedCosts {
    static final List<String> COSTS = List.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost");
    static final String SHARES = "corrected_cost";
    static final String RESTS = "corrected_rest";
    static final String RECORDS = "corrected_record";
    private static final int SCALE = 18;

    private final Workspace workspace;
    private final BillingMonth booking;
    private final Engine engine;
    private final Dialect dialect;
    private final int basis;
    private final List<Object[]> shares = new ArrayList<>();
    private final List<Object[]> rests = new ArrayList<>();
    private final List<String> records = new ArrayList<>();

    CorrectedCosts(Workspace workspace, BillingMonth booking) {
        this.workspace = workspace;
        this.booking = booking;
        this.engine = workspace.engine();
        this.dialect = engine.dialect();
        this.basis = COSTS.indexOf(workspace.configuration().costBasis().column());
    }

    /** Sums of the four costs of a record group before and after, and what no correction holds of their difference. */
    private record Group(List<BigDecimal> before, List<BigDecimal> after, BigDecimal[] rest) {
        static Group of(Row row) {
            List<BigDecimal> before = new ArrayList<>();
            List<BigDecimal> after = new ArrayList<>();
            BigDecimal[] rest = new BigDecimal[COSTS.size()];
            for (int i = 0; i < rest.length; i++) {
                before.add(Objects.requireNonNull(row.decimal(1 + i)));
                after.add(Objects.requireNonNull(row.decimal(1 + rest.length + i)));
                rest[i] = after.get(i).subtract(before.get(i));
            }
            return new Group(before, after, rest);
        }
    }

    /**
     * Fills the tables.
     *
     * @param corrected closed months that have corrections here
     * @param corrections table expression with the columns of {@code correction}
     * @param groups table expression with their record groups
     * @return whether there are rests
     */
    boolean load(Set<BillingMonth> corrected, String corrections, String groups) {
        List<Period> closed = workspace.ledger().read(transaction -> new Periods(transaction).closed());
        for (Period period : closed) {
            List<Reconciled> pair = workspace
                    .ledger()
                    .read(transaction -> new Periods(transaction).reconciledBy(period.month(), booking));
            if (!pair.isEmpty() && (corrected.contains(period.month()) || isRestated(pair))) {
                add(period.month(), view(pair.get(0)), view(pair.get(1)), corrections, groups);
            }
        }
        engine.load(SHARES, columns(List.of("before_", "after_"), "correction"), shares);
        List<Column> ofRests = new ArrayList<>(columns(List.of(""), "group_id"));
        ofRests.add(required("origin_month", ColumnType.STRING, "Closed month."));
        engine.load(RESTS, ofRests, rests);
        if (!rests.isEmpty()) {
            engine.execute(dialect.createTable(RECORDS, String.join(" UNION ALL ", records)));
        }
        return !rests.isEmpty();
    }

    private static boolean isRestated(List<Reconciled> pair) {
        return !InputsState.parse(pair.get(0).inputs())
                .cost()
                .equals(InputsState.parse(pair.get(1).inputs()).cost());
    }

    private LakeView view(Reconciled state) {
        return workspace
                .lake()
                .at(workspace
                        .ledger()
                        .read(transaction -> transaction.runs().find(state.run()))
                        .orElseThrow()
                        .start()
                        .inputs());
    }

    private void add(BillingMonth origin, LakeView before, LakeView after, String corrections, String groups) {
        String old = completed(before, origin);
        String now = completed(after, origin);
        Map<Long, Group> found = new TreeMap<>();
        engine.forEach(sums(old, now, groups), row -> found.put(row.number(0), Group.of(row)));
        engine.forEach(
                "SELECT c.correction, g.x_GroupId, c.amount_before, c.amount_after FROM " + corrections
                        + " AS c JOIN " + groups
                        + " AS g ON g.record_group = c.record_group AND g.billing_month = c.billing_month"
                        + " WHERE c.origin_month = " + dialect.text(origin.toString()) + " ORDER BY c.correction",
                row -> share(row, Objects.requireNonNull(found.get(row.number(1)))));
        int known = rests.size();
        found.forEach((id, group) -> rest(origin, id, group));
        if (rests.size() > known) {
            records.add("SELECT * FROM " + old + " AS o");
            records.add("SELECT * FROM " + now + " AS n");
        }
    }

    private String completed(LakeView view, BillingMonth origin) {
        return new CompletedCost(dialect).relation(view.relation(Tables.COST_RECORD, MonthRun.ofMonth(origin)));
    }

    /** Of groups that differ or have corrections. */
    private String sums(String old, String now, String groups) {
        String zero = "CAST(0 AS " + dialect.type(ColumnType.MONEY) + ")";
        Function<String, String> zeros = prefix -> joined(cost -> zero + " AS " + prefix + cost);
        String all = "SELECT x_GroupId, " + joined(cost -> dialect.name(cost) + " AS before_" + cost) + ", "
                + zeros.apply("after_") + " FROM " + old + " AS o UNION ALL SELECT x_GroupId, "
                + zeros.apply("before_") + ", " + joined(cost -> dialect.name(cost) + " AS after_" + cost) + " FROM "
                + now + " AS n";
        String differs = COSTS.stream()
                .map(cost -> "sum(before_" + cost + ") <> sum(after_" + cost + ")")
                .collect(Collectors.joining(" OR "));
        return "SELECT x_GroupId, " + joined(cost -> sum("before_" + cost)) + ", "
                + joined(cost -> sum("after_" + cost)) + " FROM (" + all + ") AS a GROUP BY x_GroupId HAVING " + differs
                + " OR x_GroupId IN (SELECT x_GroupId FROM " + groups + " AS g)";
    }

    private String sum(String column) {
        return "CAST(sum(" + column + ") AS " + dialect.type(ColumnType.MONEY) + ")";
    }

    private static String joined(Function<String, String> sql) {
        return COSTS.stream().map(sql).collect(Collectors.joining(", "));
    }

    private void share(Row row, Group group) {
        Object[] values = new Object[1 + 2 * COSTS.size()];
        values[0] = row.number(0);
        for (int i = 0; i < COSTS.size(); i++) {
            BigDecimal before = part(group.before(), i, Objects.requireNonNull(row.decimal(2)));
            BigDecimal after = part(group.after(), i, Objects.requireNonNull(row.decimal(3)));
            values[1 + i] = before;
            values[1 + COSTS.size() + i] = after;
            group.rest()[i] = group.rest()[i].subtract(after).add(before);
        }
        shares.add(values);
    }

    /** A charge of records without a charged cost in sum has no part of the other costs that could be told. */
    private BigDecimal part(List<BigDecimal> costs, int cost, BigDecimal charged) {
        BigDecimal whole = costs.get(basis);
        return cost == basis
                ? charged
                : whole.signum() == 0
                        ? BigDecimal.ZERO
                        : costs.get(cost).multiply(charged).divide(whole, SCALE, RoundingMode.HALF_EVEN);
    }

    private void rest(BillingMonth origin, long id, Group group) {
        boolean isThere = false;
        Object[] values = new Object[2 + COSTS.size()];
        values[0] = id;
        for (int i = 0; i < COSTS.size(); i++) {
            values[1 + i] = group.rest()[i];
            isThere |= group.rest()[i].signum() != 0;
        }
        values[1 + COSTS.size()] = origin.toString();
        if (isThere) {
            rests.add(values);
        }
    }

    private static List<Column> columns(List<String> prefixes, String key) {
        List<Column> columns = new ArrayList<>(List.of(required(key, ColumnType.BIGINT, "Key.")));
        prefixes.forEach(prefix ->
                COSTS.forEach(cost -> columns.add(required(prefix + cost, ColumnType.MONEY, "In its currency."))));
        return columns;
    }
}
