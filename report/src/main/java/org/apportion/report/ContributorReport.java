package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apportion.lake.LakeView;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;
import org.jspecify.annotations.Nullable;

/** Finds who made a service's cost of a unit change between two months. */
final class ContributorReport {
    /** What a charge is about as its payer knows it: the resource where a rule named the owner, else the consumer. */
    private static final String CONTRIBUTOR =
            "CASE WHEN c.consumer_kind IN ('unit', 'tag', 'account') AND coalesce(c.%1$s, '') <> '' THEN c.%1$s"
                    + " ELSE c.consumer END";

    private final ReportSession session;

    ContributorReport(ReportSession session) {
        this.session = session;
    }

    ReportTable answer(BillingMonth before, BillingMonth month, int each) {
        Months months = new Months(before, month);
        LakeView view = session.current();
        Dialect dialect = session.dialect();
        Question question = new CostReport(session).ofCharges(view, months).by(List.of("unit", "service"), List.of());
        String currency = "c." + dialect.name("BillingCurrency");
        String contributor = CONTRIBUTOR.formatted(dialect.name("ResourceId"));
        String sums = "SELECT " + columns(question) + contributor + " AS contributor, " + currency + " AS currency, "
                + sum(dialect, before) + " AS before_amount, " + sum(dialect, month) + " AS amount FROM "
                + session.charges(view, months) + " AS c" + question.joinsAndConditions() + " GROUP BY 1, 2, 3, 4";
        String placed = "SELECT *, row_number() OVER (PARTITION BY unit, service, currency ORDER BY"
                + " abs(amount - before_amount) DESC, contributor) AS place FROM (" + sums
                + ") AS s WHERE amount <> before_amount";
        List<List<@Nullable Object>> rows = session.engine()
                .query(
                        "SELECT unit, service, contributor, before_amount, amount, currency FROM (" + placed
                                + ") AS p WHERE place <= " + each + " ORDER BY 1, 2, 6, place",
                        row -> {
                            List<@Nullable Object> cells = new ArrayList<>();
                            cells.add(row.text(0));
                            cells.add(row.text(1));
                            cells.add(row.text(2));
                            cells.add(Objects.requireNonNullElse(row.decimal(3), BigDecimal.ZERO));
                            cells.add(Objects.requireNonNullElse(row.decimal(4), BigDecimal.ZERO));
                            cells.add(row.text(5));
                            return cells;
                        });
        return new ReportTable(
                "Contributors to changes from " + before + " to " + month,
                List.of(
                        ReportColumn.text("unit"),
                        ReportColumn.text("service"),
                        ReportColumn.text("contributor"),
                        ReportColumn.money("before"),
                        ReportColumn.money("amount"),
                        ReportColumn.text("currency")),
                rows,
                List.of(),
                List.of());
    }

    private static String columns(Question question) {
        return question.keys().get(0).sql() + " AS unit, "
                + question.keys().get(1).sql() + " AS service, ";
    }

    private static String sum(Dialect dialect, BillingMonth month) {
        return "CAST(coalesce(sum(CASE WHEN c.billing_month = " + dialect.text(month.toString())
                + " THEN c.amount END), 0) AS " + dialect.type(ColumnType.MONEY) + ")";
    }
}
