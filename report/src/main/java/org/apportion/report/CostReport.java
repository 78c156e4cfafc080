package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apportion.lake.LakeView;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.report.Ranking.Row;
import org.apportion.spi.Dialect;
import org.jspecify.annotations.Nullable;

/** Sums charges, or what is asked for them by price. */
final class CostReport {
    private final ReportSession session;

    CostReport(ReportSession session) {
        this.session = session;
    }

    ReportTable answer(CostQuery query) {
        List<String> notes = new ArrayList<>(session.remarks(query.months()));
        LakeView view = session.current();
        Question question = query.priced() ? ofPrices() : ofCharges(view, query.months());
        question.by(query.by(), List.of("currency")).where(query.where());
        List<Row> rows =
                query.priced() ? prices(view, query.months(), question) : costs(view, query.months(), question);
        String title = (query.priced() ? "Prices of " : "Costs of ")
                + query.months()
                + (query.by().isEmpty() ? "" : " by " + String.join(", ", query.by()));
        return SumTable.ofMoney(question.keys()).table(title, new Ranking(query.top(), question.inTime()), rows, notes);
    }

    Question ofCharges(LakeView view, Months months) {
        return new Question(
                Vocabulary.ofCharges(session),
                session.dialect(),
                ReportSession.relation(view, Tables.RESOLVED_TAG, months));
    }

    private Question ofPrices() {
        return new Question(Vocabulary.ofPrices(session.configuration(), session.dialect()), session.dialect(), "");
    }

    List<Row> costs(LakeView view, Months months, Question question) {
        String currency = "c." + session.dialect().name("BillingCurrency");
        return sums(question, session.charges(view, months) + " AS c", currency, "c.amount");
    }

    private List<Row> prices(LakeView view, Months months, Question question) {
        String from = ReportSession.relation(view, Tables.PRICE_LINE, months) + " AS c LEFT JOIN "
                + session.books().unitsEver() + " AS u ON u.unit = c.unit";
        return sums(question, from, "c.currency", "c.amount");
    }

    private List<Row> sums(Question question, String from, String currency, String amount) {
        Dialect dialect = session.dialect();
        int keys = question.keys().size();
        StringBuilder positions = new StringBuilder();
        for (int i = 1; i <= keys + 1; i++) {
            positions.append(i == 1 ? "" : ", ").append(i);
        }
        String select = "SELECT " + question.keyColumns() + currency + ", CAST(sum(" + amount + ") AS "
                + dialect.type(ColumnType.MONEY) + "), count(*) FROM " + from
                + question.joinsAndConditions() + " GROUP BY " + positions;
        return session.engine().query(select, row -> {
            List<@Nullable String> values = new ArrayList<>();
            for (int i = 0; i < keys; i++) {
                values.add(row.text(i));
            }
            return new Row(
                    values,
                    List.of(Objects.requireNonNull(row.text(keys))),
                    Objects.requireNonNullElse(row.decimal(keys + 1), BigDecimal.ZERO),
                    row.number(keys + 2));
        });
    }
}
