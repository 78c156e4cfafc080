package org.apportion.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;
import org.jspecify.annotations.Nullable;

/** What a month's run asks in addition, or no longer, for closed months: by changed costs and by changed prices. */
final class PricedCorrectionReport {
    private static final List<ReportColumn> COLUMNS = List.of(
            ReportColumn.text("unit"),
            ReportColumn.text("of_month"),
            ReportColumn.text("service"),
            ReportColumn.text("component"),
            ReportColumn.text("cause"),
            ReportColumn.money("cost"),
            ReportColumn.text("cost_currency"),
            ReportColumn.money("amount"),
            ReportColumn.text("currency"));

    private final ReportSession session;

    PricedCorrectionReport(ReportSession session) {
        this.session = session;
    }

    /**
     * @param cause all that has changed for the corrected month since it was last corrected, joined by +; the same in each line
     *     of that month
     * @param cost what the month asks for changed costs, before prices
     */
    private record Line(
            List<@Nullable String> who,
            String cause,
            BigDecimal cost,
            @Nullable String costCurrency,
            BigDecimal amount,
            String currency) {}

    ReportTable answer(BillingMonth month) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Map<String, BigDecimal> totals = new TreeMap<>();
        List<Line> lines = lines(month);
        for (Line line : lines) {
            List<@Nullable Object> row = new ArrayList<>(line.who());
            row.addAll(Arrays.asList(line.cause(), line.cost(), line.costCurrency(), line.amount(), line.currency()));
            rows.add(row);
            totals.merge(line.currency(), line.amount(), BigDecimal::add);
        }
        List<String> notes = new ArrayList<>();
        totals.forEach((code, sum) -> notes.add("Total: " + SumTable.plain(sum) + " " + code + "."));
        if (lines.stream().anyMatch(line -> line.cause().contains("+"))) {
            notes.add(
                    "The cause is all that has changed for the month; not each of it has changed each line. What changed"
                            + " the cost of a unit: 'apportion periods corrections --month " + month + "'.");
        }
        if (rows.isEmpty()) {
            notes.add("The newest run of " + month + " asks nothing in addition for closed months.");
        }
        return new ReportTable("Asked in " + month + " for closed months", COLUMNS, rows, List.of(), notes);
    }

    /** What is asked, and where to look, if that is not just what costs have changed; else empty. */
    List<String> note(BillingMonth month) {
        List<Line> lines = lines(month);
        boolean asCost = lines.stream()
                .allMatch(line -> line.cost().compareTo(line.amount()) == 0
                        && line.currency().equals(line.costCurrency()));
        if (asCost) {
            return List.of();
        }
        Map<String, BigDecimal> sums = new TreeMap<>();
        lines.forEach(line -> sums.merge(line.currency(), line.amount(), BigDecimal::add));
        return List.of("This is cost. What units are asked for it, and by changed prices: "
                + sums.entrySet().stream()
                        .map(sum -> SumTable.plain(sum.getValue()) + " " + sum.getKey())
                        .collect(Collectors.joining(" and "))
                + "; see 'apportion periods corrections --month " + month + " --priced'.");
    }

    private List<Line> lines(BillingMonth month) {
        Dialect dialect = session.dialect();
        String lines =
                ReportSession.relation(session.of(session.requireRun(month)), Tables.PRICE_LINE, Months.of(month));
        return session.engine()
                .query(
                        "SELECT coalesce(unit, customer, " + dialect.text(Vocabulary.UNALLOCATED)
                                + "), from_day, service, component, steps, cost, cost_currency, amount, currency FROM "
                                + lines + " AS p WHERE kind = 'correction' ORDER BY 1, 2, 3, 4, 7, 9, line",
                        PricedCorrectionReport::line);
    }

    private static Line line(Row row) {
        String cause = FlatJson.read(Objects.requireNonNull(row.text(4))).stream()
                .flatMap(List::stream)
                .filter(fact -> fact.name().equals("cause"))
                .map(ExplanationNode.Fact::value)
                .findFirst()
                .orElse("");
        return new Line(
                Arrays.asList(row.text(0), month(Objects.requireNonNull(row.date(1))), row.text(2), row.text(3)),
                cause,
                Objects.requireNonNull(row.decimal(5)),
                row.text(6),
                Objects.requireNonNull(row.decimal(7)),
                Objects.requireNonNull(row.text(8)));
    }

    private static String month(LocalDate day) {
        return BillingMonth.of(day.getYear(), day.getMonthValue()).toString();
    }
}
