package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunTotal;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.PeriodState;
import org.apportion.ledger.period.Periods;
import org.apportion.ledger.period.StatementLine;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.jspecify.annotations.Nullable;

/** Lists months with their state, and the frozen statement of a closed one. */
final class PeriodReport {
    private static final List<ReportColumn> PERIODS = List.of(
            ReportColumn.text("month"),
            ReportColumn.text("state"),
            ReportColumn.text("run"),
            ReportColumn.money("cost"),
            ReportColumn.money("corrections"),
            ReportColumn.money("charged"),
            ReportColumn.text("currency"),
            new ReportColumn("since", ReportColumn.Kind.TIME),
            ReportColumn.text("by"),
            new ReportColumn("reason", ReportColumn.Kind.REMARK));
    private static final List<ReportColumn> STATEMENT = List.of(
            ReportColumn.text("unit"),
            ReportColumn.text("name"),
            ReportColumn.text("cost_center"),
            ReportColumn.text("of_month"),
            ReportColumn.text("cost_type"),
            ReportColumn.text("unallocated"),
            ReportColumn.money("amount"),
            ReportColumn.text("currency"));

    private final ReportSession session;

    PeriodReport(ReportSession session) {
        this.session = session;
    }

    ReportTable periods() {
        List<List<@Nullable Object>> rows = session.ledger().read(PeriodReport::rows);
        return new ReportTable(
                "Billing months",
                PERIODS,
                rows,
                List.of(),
                rows.isEmpty() ? List.of("There is no run yet. Run 'apportion run --month <month>'.") : List.of());
    }

    private static List<List<@Nullable Object>> rows(LedgerTransaction transaction) {
        Map<BillingMonth, Period> known = new TreeMap<>();
        new Periods(transaction).all().forEach(period -> known.put(period.month(), period));
        TreeSet<BillingMonth> months = new TreeSet<>(known.keySet());
        months.addAll(transaction.runs().committedMonths());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (BillingMonth month : months) {
            Optional<Period> period = Optional.ofNullable(known.get(month));
            Optional<Run> run = period.filter(Period::isClosed).isPresent()
                    ? transaction.runs().find(period.get().run())
                    : transaction.runs().latestCommitted(month);
            run.ifPresent(one -> rows.addAll(rows(month, period, one)));
        }
        return rows;
    }

    private static List<List<@Nullable Object>> rows(BillingMonth month, Optional<Period> period, Run run) {
        Map<String, BigDecimal> corrections = corrections(run);
        Map<String, RunTotal> totals = new TreeMap<>();
        run.result().totals().forEach(total -> totals.put(total.currency(), total));
        corrections
                .keySet()
                .forEach(currency -> totals.putIfAbsent(
                        currency, new RunTotal(currency, BigDecimal.ZERO, BigDecimal.ZERO, Map.of())));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        totals.forEach((currency, total) -> {
            BigDecimal corrected = corrections.getOrDefault(currency, BigDecimal.ZERO);
            rows.add(Arrays.asList(
                    month.toString(),
                    period.map(PeriodReport::state).orElse("open"),
                    run.id(),
                    total.billed(),
                    corrected,
                    total.charged().add(corrected),
                    currency,
                    period.map(Period::changedAt).orElse(null),
                    period.map(Period::changedBy).orElse(null),
                    period.map(Period::reason).orElse("")));
        });
        return rows;
    }

    private static String state(Period period) {
        return period.state() == PeriodState.CLOSED ? "closed" : "reopened";
    }

    /** Sums of the run's corrections per currency, of all closed months. */
    private static Map<String, BigDecimal> corrections(Run run) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        run.result().facts().forEach((name, value) -> {
            if (name.startsWith("corrections ")) {
                sums.merge(name.substring(name.lastIndexOf(' ') + 1), new BigDecimal(value), BigDecimal::add);
            }
        });
        return sums;
    }

    ReportTable statement(BillingMonth month) {
        List<StatementLine> lines = session.ledger().read(transaction -> {
            Periods periods = new Periods(transaction);
            if (!periods.isClosed(month)) {
                throw new ApportionException(
                        ReportError.REPORT_NOT_CLOSED,
                        month.toString(),
                        "this month is not closed, so it has no frozen statement.",
                        "See 'apportion report --month " + month + "', or close it with 'apportion periods close'.");
            }
            return periods.statement(month);
        });
        return table("Statement of " + month + ", closed", lines);
    }

    static ReportTable table(String title, List<StatementLine> lines) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Map<String, BigDecimal> totals = new TreeMap<>();
        for (StatementLine line : lines) {
            rows.add(Arrays.asList(
                    line.unit() == null ? "(unallocated)" : line.unit(),
                    line.unitName(),
                    line.costCenter(),
                    line.originMonth().toString(),
                    line.costType(),
                    line.unallocated(),
                    line.amount(),
                    line.currency()));
            totals.merge(line.currency(), line.amount(), BigDecimal::add);
        }
        return new ReportTable(
                title,
                STATEMENT,
                rows,
                List.of(),
                totals.entrySet().stream()
                        .map(total -> "Total: " + SumTable.plain(total.getValue()) + " " + total.getKey() + ".")
                        .toList());
    }
}
