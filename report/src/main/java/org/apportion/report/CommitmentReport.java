package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apportion.lake.LakeView;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunTotal;
import org.apportion.model.BillingMonth;
import org.apportion.model.CodePointOrder;
import org.apportion.model.CostBasis;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;
import org.jspecify.annotations.Nullable;

/**
 * The four costs of a month per commitment and unit: who used a commitment and what that saved, who pays for its unused part,
 * what was bought. All other cost of the month stands beside, so that each column adds up to the month.
 */
final class CommitmentReport {
    private static final String WITHOUT = "(none)";
    private static final String NOT_CHARGED = "(not charged)";
    private static final String USED = "used";

    private final ReportSession session;
    private final CostBasis basis;

    CommitmentReport(ReportSession session) {
        this.session = session;
        this.basis = session.configuration().costBasis();
    }

    /** Rows that are added up; ordered by commitment, all other cost last. */
    private record Key(
            String currency,
            @Nullable String commitment,
            @Nullable String type,
            String part,
            String unit) implements Comparable<Key> {
        private static final Comparator<@Nullable String> TEXT = Comparator.nullsLast(CodePointOrder.INSTANCE);
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::currency, CodePointOrder.INSTANCE)
                .thenComparing(Key::commitment, TEXT)
                .thenComparing(Key::type, TEXT)
                .thenComparing(Key::part, CodePointOrder.INSTANCE)
                .thenComparing(Key::unit, CodePointOrder.INSTANCE);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** Records that agree in what they are about, and what each unit was charged for them; a unit without a charge is null. */
    private record Group(
            long id,
            @Nullable String commitment,
            @Nullable String type,
            String part,
            String currency,
            FourCosts costs,
            List<String> units,
            List<BigDecimal> charged) {}

    ReportTable answer(BillingMonth month) {
        Run run = session.requireRun(month);
        Map<Key, FourCosts> rows = read(session.of(run), month);
        Map<String, FourCosts> totals = new TreeMap<>(CodePointOrder.INSTANCE);
        rows.forEach((key, costs) -> totals.merge(key.currency(), costs, FourCosts::plus));
        List<ReportColumn> columns = new ArrayList<>();
        List.of("commitment", "type", "part", "unit").forEach(name -> columns.add(ReportColumn.text(name)));
        List.of("list", "contracted", "effective", "billed", "saved")
                .forEach(name -> columns.add(ReportColumn.money(name)));
        columns.add(ReportColumn.text("currency"));
        return new ReportTable(
                "Commitments in " + month,
                columns,
                rows.entrySet().stream()
                        .map(row -> cells(row.getKey(), row.getValue()))
                        .toList(),
                totals.size() == 1 ? total(totals, rows) : List.of(),
                notes(run, rows, totals));
    }

    private Map<Key, FourCosts> read(LakeView view, BillingMonth month) {
        Map<Key, FourCosts> rows = new TreeMap<>();
        List<Group> open = new ArrayList<>();
        session.engine().forEach(select(view, month), row -> {
            Group last = open.isEmpty() ? null : open.get(0);
            if (last == null || last.id() != row.number(0)) {
                open.forEach(group -> add(rows, group));
                open.clear();
                last = group(row);
                open.add(last);
            }
            BigDecimal charged = row.decimal(12);
            if (charged != null && charged.signum() != 0) {
                last.units().add(Objects.requireNonNullElse(row.text(11), Vocabulary.UNALLOCATED));
                last.charged().add(charged);
            }
        });
        open.forEach(group -> add(rows, group));
        return rows;
    }

    private static Group group(Row row) {
        return new Group(
                row.number(0),
                row.text(1),
                row.text(2),
                part(row.text(1), row.text(3), Objects.requireNonNullElse(row.text(4), "Usage")),
                Objects.requireNonNull(row.text(5)),
                new FourCosts(
                        money(row, 6), money(row, 7), money(row, 8), money(row, 9), row.number(10), row.number(13)),
                new ArrayList<>(),
                new ArrayList<>());
    }

    private static BigDecimal money(Row row, int column) {
        return Objects.requireNonNullElse(row.decimal(column), BigDecimal.ZERO);
    }

    /** used and unused of a commitment; else the charge category, such as purchase. */
    private static String part(@Nullable String commitment, @Nullable String status, String category) {
        return (commitment == null || status == null || category.equals("Purchase") ? category : status)
                .toLowerCase(Locale.ROOT);
    }

    private void add(Map<Key, FourCosts> rows, Group group) {
        if (group.charged().isEmpty()) {
            rows.merge(key(group, NOT_CHARGED), group.costs(), FourCosts::plus);
            return;
        }
        List<FourCosts> parts = group.costs().split(group.charged(), basis);
        for (int i = 0; i < parts.size(); i++) {
            rows.merge(key(group, group.units().get(i)), parts.get(i), FourCosts::plus);
        }
    }

    private static Key key(Group group, String unit) {
        return new Key(group.currency(), group.commitment(), group.type(), group.part(), unit);
    }

    /** Per group of records and unit: what the records cost, and what the unit was charged for them. */
    private String select(LakeView view, BillingMonth month) {
        Dialect dialect = session.dialect();
        Months months = Months.of(month);
        String group = dialect.name("x_GroupId");
        String currency = dialect.name("BillingCurrency");
        String records = "SELECT " + group + " AS grp, min(nullif(" + dialect.name("CommitmentDiscountId")
                + ", '')) AS commitment, min(" + dialect.name("CommitmentDiscountType") + ") AS type, min(nullif("
                + dialect.name("CommitmentDiscountStatus") + ", '')) AS status, min(" + dialect.name("ChargeCategory")
                + ") AS category, min(" + currency + ") AS currency, " + sum("ListCost") + " AS listed, "
                + sum("ContractedCost") + " AS contracted, " + sum("EffectiveCost") + " AS effective, "
                + sum("BilledCost") + " AS billed, count(*) - count(" + dialect.name("ListCost")
                + ") AS unlisted, count(*) - count(" + dialect.name("ContractedCost") + ") AS uncontracted FROM "
                + ReportSession.costRecords(view, month) + " AS r GROUP BY " + group;
        String charges = "SELECT g." + group + " AS grp, c.unit, CAST(sum(c.amount) AS "
                + dialect.type(ColumnType.MONEY) + ") AS amount FROM ("
                + session.books().own(view, month)
                + ") AS c JOIN " + ReportSession.relation(view, Tables.RECORD_GROUP, months)
                + " AS g ON g.record_group = c.record_group GROUP BY 1, 2";
        return "WITH k AS (" + records + "), w AS (" + charges
                + ") SELECT k.grp, k.commitment, k.type, k.status, k.category, k.currency, k.listed, k.contracted,"
                + " k.effective, k.billed, k.unlisted, w.unit, w.amount, k.uncontracted FROM k LEFT JOIN w ON w.grp ="
                + " k.grp ORDER BY k.grp, w.unit NULLS LAST";
    }

    private String sum(String column) {
        Dialect dialect = session.dialect();
        return "CAST(coalesce(sum(" + dialect.name(column) + "), 0) AS " + dialect.type(ColumnType.MONEY) + ")";
    }

    private static List<@Nullable Object> cells(Key key, FourCosts costs) {
        return Arrays.asList(
                Objects.requireNonNullElse(key.commitment(), WITHOUT),
                key.type(),
                key.part(),
                key.unit(),
                costs.list(),
                costs.contracted(),
                costs.effective(),
                costs.billed(),
                saved(key, costs),
                key.currency());
    }

    /** What the use of a commitment cost less than at negotiated prices; unknown if a record does not tell these. */
    private static @Nullable BigDecimal saved(Key key, FourCosts costs) {
        boolean isKnown = key.commitment() != null && key.part().equals(USED) && costs.uncontracted() == 0;
        return isKnown ? costs.contracted().subtract(costs.effective()) : null;
    }

    private static List<@Nullable Object> total(Map<String, FourCosts> totals, Map<Key, FourCosts> rows) {
        Map.Entry<String, FourCosts> only = totals.entrySet().iterator().next();
        List<@Nullable Object> total =
                new ArrayList<>(cells(new Key(only.getKey(), null, null, "", ""), only.getValue()));
        total.set(0, "total");
        Collections.fill(total.subList(1, 4), null);
        total.set(
                8,
                rows.entrySet().stream()
                        .map(row -> saved(row.getKey(), row.getValue()))
                        .filter(Objects::nonNull)
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
        return total;
    }

    private List<String> notes(Run run, Map<Key, FourCosts> rows, Map<String, FourCosts> totals) {
        List<String> notes =
                new ArrayList<>(session.remarks(Months.of(run.start().month())));
        for (RunTotal total : run.result().totals()) {
            BigDecimal here =
                    totals.getOrDefault(total.currency(), FourCosts.NONE).of(basis);
            String word = basis == CostBasis.EFFECTIVE ? "Effective" : "Billed";
            notes.add(word + " cost adds up to " + SumTable.plain(here) + " " + total.currency() + "; run " + run.id()
                    + " charged " + SumTable.plain(total.charged()) + ": difference "
                    + SumTable.plain(here.subtract(total.charged())) + ".");
        }
        if (totals.size() > 1) {
            totals.forEach((currency, sum) -> notes.add("Totals in " + currency + ": list " + SumTable.plain(sum.list())
                    + ", contracted " + SumTable.plain(sum.contracted()) + ", effective "
                    + SumTable.plain(sum.effective()) + ", billed " + SumTable.plain(sum.billed()) + "."));
        }
        if (rows.values().stream().anyMatch(costs -> costs.unlisted() > 0 || costs.uncontracted() > 0)) {
            notes.add("Some records have no list or no contracted cost; they count as zero in that column.");
        }
        if (basis == CostBasis.BILLED && rows.keySet().stream().anyMatch(CommitmentReport::isUnseen)) {
            notes.add("The billed cost of covered usage is zero, so nobody is charged for it and its user is not known"
                    + " here; with 'cost-basis: effective' it is.");
        }
        return notes;
    }

    private static boolean isUnseen(Key key) {
        return key.commitment() != null && key.part().equals(USED) && key.unit().equals(NOT_CHARGED);
    }
}
