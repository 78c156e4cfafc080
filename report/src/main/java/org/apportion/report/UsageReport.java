package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apportion.lake.FileFilter;
import org.apportion.lake.OwnedCharges;
import org.apportion.model.ConsumerKind;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.report.Ranking.Row;
import org.apportion.spi.Dialect;
import org.jspecify.annotations.Nullable;

/** Sums usage samples as imported; the directory of the sample's UTC day says who owned the consumer. */
final class UsageReport {
    private final ReportSession session;

    UsageReport(ReportSession session) {
        this.session = session;
    }

    ReportTable answer(UsageQuery query) {
        Dialect dialect = session.dialect();
        Question question = new Question(Vocabulary.ofUsage(session.configuration(), dialect), dialect, "")
                .by(query.by(), List.of("metric", "usage-unit"))
                .where(query.where());
        int keys = question.keys().size();
        StringBuilder positions = new StringBuilder();
        for (int i = 1; i <= keys + 2; i++) {
            positions.append(i == 1 ? "" : ", ").append(i);
        }
        String select = "SELECT " + question.keyColumns() + "c.metric, c.unit, CAST(sum(c.value) AS "
                + dialect.type(ColumnType.USAGE) + "), count(*) FROM " + samples(query.months())
                + question.joinsAndConditions() + " GROUP BY " + positions;
        List<Row> rows = session.engine().query(select, row -> {
            List<@Nullable String> values = new ArrayList<>();
            for (int i = 0; i < keys; i++) {
                values.add(row.text(i));
            }
            return new Row(
                    values,
                    Arrays.asList(row.text(keys), row.text(keys + 1)),
                    Objects.requireNonNullElse(row.decimal(keys + 2), BigDecimal.ZERO),
                    row.number(keys + 3));
        });
        SumTable table = new SumTable(
                question.keys().stream().map(Dimension::column).toList(),
                List.of(ReportColumn.text("metric"), ReportColumn.text("usage_unit")),
                ReportColumn.number("quantity"));
        List<String> notes =
                rows.isEmpty() ? List.of("There are no usage samples of " + query.months() + " that fit.") : List.of();
        String title =
                "Usage of " + query.months() + (query.by().isEmpty() ? "" : " by " + String.join(", ", query.by()));
        return table.table(title, new Ranking(query.top(), question.inTime()), rows, notes);
    }

    private String samples(Months months) {
        String day = "CAST(c.hour AS " + session.dialect().type(ColumnType.DATE) + ")";
        return session.current().relation(Tables.USAGE_SAMPLE, FileFilter.ALL.in("x_UsageMonth", months.texts()))
                + " AS c LEFT JOIN " + OwnedCharges.OWNERS + " AS o ON o.kind = '" + ConsumerKind.PRINCIPAL.text()
                + "' AND o.name = c.consumer AND " + day + " >= o.valid_from AND " + day + " < o.valid_to LEFT JOIN "
                + OwnedCharges.UNITS + " AS u ON u.unit = o.unit";
    }
}
