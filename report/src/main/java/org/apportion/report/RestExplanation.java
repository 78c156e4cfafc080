package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.lake.FileFilter;
import org.apportion.ledger.Run;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.Periods;
import org.apportion.ledger.period.Reconciled;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;

/**
 * Tells what a row {@code records-<group>} of a FOCUS bundle's corrections comes from: restated records of a closed month whose costs
 * differ by more than the corrections of their charges hold.
 */
final class RestExplanation {
    private static final List<String> COSTS = List.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost");
    private static final int RECORDS = 5;

    private final ReportSession session;
    private final Dialect dialect;
    private final long group;
    private final SourceFiles files;

    /** @param group {@code x_GroupId} of the records */
    RestExplanation(ReportSession session, long group) {
        this.session = session;
        this.dialect = session.dialect();
        this.group = group;
        this.files = new SourceFiles(session);
    }

    /** The records of the group in one state; no service where there are none. */
    private record State(String service, String currency, List<BigDecimal> costs) {}

    /** Empty if no closed month has such records that differ. */
    Optional<ExplanationNode> node() {
        List<ExplanationNode> found = new ArrayList<>();
        for (Period period : session.ledger().read(transaction -> new Periods(transaction).closed())) {
            for (BillingMonth booking : session.committedMonths()) {
                List<Reconciled> states = session.ledger()
                        .read(transaction -> new Periods(transaction).reconciledBy(period.month(), booking));
                if (states.size() > 1) {
                    difference(period.month(), booking, run(states.get(0)), run(states.get(1)))
                            .ifPresent(found::add);
                }
            }
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new NodeDraft(
                                "rest",
                                "records-" + group
                                        + " is what costs of restated records differ beyond the corrections of"
                                        + " their charges. No unit pays it; it makes each cost of the bundles add up to the bills.")
                        .children(found)
                        .node());
    }

    private Run run(Reconciled state) {
        return session.ledger()
                .read(transaction -> transaction.runs().find(state.run()))
                .orElseThrow();
    }

    private Optional<ExplanationNode> difference(BillingMonth origin, BillingMonth booking, Run before, Run after) {
        State old = state(before, origin);
        State now = state(after, origin);
        if (old.costs().equals(now.costs())) {
            return Optional.empty();
        }
        State known = now.service().isEmpty() ? old : now;
        NodeDraft draft = new NodeDraft(
                        "restated",
                        known.service() + " of " + origin + ", booked in " + booking
                                + ": what its records cost when other months had last booked, and what they cost now.")
                .fact("origin_month", origin)
                .fact("booked_in", booking);
        for (int i = 0; i < COSTS.size(); i++) {
            BigDecimal from = old.costs().get(i);
            BigDecimal to = now.costs().get(i);
            draft.child(new NodeDraft(
                            "cost",
                            COSTS.get(i) + ": from " + NodeDraft.amount(from) + " to "
                                    + NodeDraft.money(to, known.currency()) + ".")
                    .fact("before", from)
                    .fact("after", to)
                    .fact("difference", to.subtract(from))
                    .node());
        }
        return Optional.of(draft.some(
                        records(after, origin),
                        RECORDS,
                        "records",
                        record -> NodeDraft.leaf("record", files.place(record)))
                .node());
    }

    private String records(Run run, BillingMonth origin, String select) {
        return "SELECT " + select + " FROM "
                + session.of(run).relation(Tables.COST_RECORD, FileFilter.ALL.is("x_BillingMonth", origin.toString()))
                + " AS c WHERE c." + dialect.name("x_GroupId") + " = " + group;
    }

    private State state(Run run, BillingMonth origin) {
        String sums = COSTS.stream()
                .map(cost -> ", coalesce(sum(c." + dialect.name(cost) + "), 0)")
                .collect(Collectors.joining());
        String columns = "min(c." + dialect.name("ServiceName") + "), min(c." + dialect.name("BillingCurrency") + ")";
        return session.engine()
                .query(records(run, origin, columns + sums), row -> {
                    List<BigDecimal> costs = new ArrayList<>();
                    for (int i = 0; i < COSTS.size(); i++) {
                        costs.add(Objects.requireNonNull(row.decimal(2 + i)).stripTrailingZeros());
                    }
                    return new State(
                            Objects.requireNonNullElse(row.text(0), ""),
                            Objects.requireNonNullElse(row.text(1), ""),
                            costs);
                })
                .get(0);
    }

    private List<CostItem.Origin> records(Run run, BillingMonth origin) {
        String columns = Stream.of("x_Source", "x_Delivery", "x_File", "x_Row", "x_RecordId")
                .map(column -> "c." + dialect.name(column))
                .collect(Collectors.joining(", "));
        return session.engine()
                .query(
                        records(run, origin, columns) + " ORDER BY 5",
                        row -> new CostItem.Origin(text(row, 0), text(row, 1), text(row, 2), row.number(3)));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.text(column));
    }
}
