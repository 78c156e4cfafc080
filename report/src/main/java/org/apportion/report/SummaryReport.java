package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.lake.LakeView;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunProof;
import org.apportion.ledger.RunTotal;
import org.apportion.model.BillingMonth;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.report.Ranking.Row;
import org.apportion.spi.Dialect;
import org.jspecify.annotations.Nullable;

/** Gathers a month on one page. */
final class SummaryReport {
    private static final int MOVERS = 5;

    private final ReportSession session;
    private final CostReport costs;

    SummaryReport(ReportSession session) {
        this.session = session;
        this.costs = new CostReport(session);
    }

    MonthSummary answer(BillingMonth month) {
        Run run = session.requireRun(month);
        LakeView view = session.of(run);
        Months months = Months.of(month);
        String level = session.configuration().organization().kinds().stream()
                .findFirst()
                .orElse("unit");
        List<String> notes = new ArrayList<>(new ConfigurationChanges(session.configuration()).since(run));
        notes.addAll(corrections(run));
        ReportTable rules = rules(view, months);
        notes.addAll(new TierNotes(session).of(view, months));
        notes.addAll(idleRules(rules));
        notes.addAll(new BilledTwice(session).notes(ReportSession.costRecords(view, month)));
        return new MonthSummary(
                run.id(),
                month,
                run.start().started(),
                run.duration(),
                run.start().codeVersion(),
                count(ReportSession.costRecords(view, month)),
                count(view, Tables.RECORD_GROUP, months),
                count(view, Tables.CHARGE, months),
                count(view, Tables.PRICE_LINE, months),
                Math.toIntExact(
                        run.result().proofs().stream().filter(RunProof::passed).count()),
                totals(run),
                unallocated(view, months),
                costs.answer(CostQuery.of(month).by(level)),
                costs.answer(CostQuery.of(month).by(level).withPrices()),
                movers(run, view),
                rules,
                new PoolTable(session).of(view, months),
                notes);
    }

    /** Sums of corrections stand beside the month's own: these are the bill's, to the last digit. */
    private static List<String> corrections(Run run) {
        return run.result().facts().entrySet().stream()
                .filter(fact -> fact.getKey().startsWith("corrections "))
                .sorted(Map.Entry.comparingByKey())
                .map(fact -> fact.getKey().split(" ", -1))
                .map(words -> "Besides its bill, this month holds corrections of " + words[1] + ": "
                        + run.result().facts().get(String.join(" ", words)) + " " + words[2]
                        + "; see 'apportion periods corrections --month "
                        + run.start().month() + "'.")
                .toList();
    }

    private long count(LakeView view, TableSchema table, Months months) {
        return count(ReportSession.relation(view, table, months));
    }

    private long count(String relation) {
        return session.engine()
                .query("SELECT count(*) FROM " + relation + " AS c", row -> row.number(0))
                .get(0);
    }

    private static List<MonthSummary.Total> totals(Run run) {
        return run.result().totals().stream()
                .map(total -> new MonthSummary.Total(
                        total.currency(),
                        total.billed(),
                        total.charged(),
                        unallocated(total),
                        bridge(run, total.currency())))
                .sorted(Comparator.comparing(MonthSummary.Total::currency))
                .toList();
    }

    private static MonthSummary.Bridge bridge(Run run, String currency) {
        return new MonthSummary.Bridge(
                bridge(run, currency, "invoiced"),
                bridge(run, currency, "prepaid"),
                bridge(run, currency, "used"),
                bridge(run, currency, "unused"),
                bridge(run, currency, "effective"));
    }

    private static BigDecimal bridge(Run run, String currency, String word) {
        return new BigDecimal(run.result().facts().getOrDefault("bridge " + currency + " " + word, "0"));
    }

    private static BigDecimal unallocated(RunTotal total) {
        return total.unallocated().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Allocated cost stands in the table too, so that shares are of the whole bill. */
    private ReportTable unallocated(LakeView view, Months months) {
        List<Row> rows = costs.costs(view, months, costs.ofCharges(view, months).by(List.of("reason"), List.of()));
        List<Row> named = rows.stream()
                .map(row -> row.keys().get(0) == null
                        ? new Row(List.of("allocated"), row.measure(), row.amount(), row.count())
                        : row)
                .toList();
        return new SumTable(
                        List.of(ReportColumn.text("reason")),
                        List.of(ReportColumn.text("currency")),
                        ReportColumn.money("amount"))
                .table("Allocated and unallocated by reason", new Ranking(0, false), named, List.of());
    }

    private ReportTable movers(Run run, LakeView view) {
        Months months = Months.of(run.start().month());
        List<Row> now = positions(view, months);
        BillingMonth before = run.start().month().plusMonths(-1);
        Optional<Run> earlier = session.committedMonths().contains(before)
                ? Optional.of(session.requireRun(before))
                : session.runBefore(run);
        if (earlier.isEmpty()) {
            return largest("Largest positions", now);
        }
        Run other = earlier.get();
        String against = other.start().month().equals(run.start().month()) ? "run " + other.id() : before.toString();
        Movers movers = new Movers(
                now, positions(session.of(other), Months.of(other.start().month())));
        return movers.isAny()
                ? movers.table("Biggest movers against " + against, MOVERS)
                : largest("Largest positions, all as in " + against, now);
    }

    private static ReportTable largest(String title, List<Row> now) {
        SumTable table = new SumTable(
                List.of(ReportColumn.text("unit"), ReportColumn.text("service")),
                List.of(ReportColumn.text("currency")),
                ReportColumn.money("amount"));
        return table.table(title, new Ranking(MOVERS, false), now, List.of());
    }

    private List<Row> positions(LakeView view, Months months) {
        return costs.costs(view, months, costs.ofCharges(view, months).by(List.of("unit", "service"), List.of()));
    }

    private ReportTable rules(LakeView view, Months months) {
        Dialect dialect = session.dialect();
        String select =
                "SELECT g.rule, g.rule_version, count(DISTINCT g.record_group), count(c.amount), CAST(sum(c.amount) AS "
                        + dialect.type(ColumnType.MONEY) + "), g." + dialect.name("BillingCurrency") + " FROM "
                        + ReportSession.relation(view, Tables.RECORD_GROUP, months) + " AS g LEFT JOIN "
                        + ReportSession.relation(view, Tables.CHARGE, months)
                        + " AS c ON c.record_group = g.record_group GROUP BY 1, 2, 6 ORDER BY 6, 5 DESC NULLS LAST, 1, 2";
        List<List<@Nullable Object>> rows = session.engine()
                .query(
                        select,
                        row -> Arrays.asList(
                                row.text(0) == null ? "(no rule)" : row.text(0),
                                row.isNull(1) ? null : row.number(1),
                                row.number(2),
                                row.number(3),
                                row.decimal(4) == null ? BigDecimal.ZERO : row.decimal(4),
                                row.text(5)));
        return new ReportTable(
                "Rules",
                List.of(
                        ReportColumn.text("rule"),
                        ReportColumn.number("version"),
                        ReportColumn.number("groups"),
                        ReportColumn.number("charges"),
                        ReportColumn.money("amount"),
                        ReportColumn.text("currency")),
                rows,
                List.of(),
                List.of());
    }

    /** Of the user's own; a shipped pack knows more line types than one bill has. */
    private List<String> idleRules(ReportTable rules) {
        Set<@Nullable Object> hit = rules.rows().stream().map(row -> row.get(0)).collect(Collectors.toSet());
        List<String> idle = session.configuration().rules().stream()
                .filter(rule -> !rule.place().startsWith("pack:"))
                .map(AllocationRule::id)
                .filter(id -> !hit.contains(id))
                .toList();
        return idle.isEmpty() ? List.of() : List.of("Rules that took no record: " + String.join(", ", idle) + ".");
    }
}
