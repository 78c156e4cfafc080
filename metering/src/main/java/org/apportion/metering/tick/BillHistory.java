package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.metering.document.Bill;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.ClosedPeriod;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.MeteredProduct;

/**
 * The closed periods as documents tell them. A period is told once nothing of it is under way any more; so, as with the
 * adapter, the documents stay at a period until it is billed. One that waits for an operator is told with its error.
 *
 * <p>Only the last bill is kept in memory; the archive reads the others when it is written.
 *
 * @param last the last period that is told
 * @param bill of the last period, without samples
 * @param untold the first closed period that is not told; empty if all are
 * @param begun of the untold period the dimensions of which all charges are settled, without quantities
 * @param open charges that are not settled
 */
record BillHistory(
        Optional<ClosedPeriod> last,
        Optional<Bill> bill,
        Optional<ClosedPeriod> untold,
        Optional<Bill> begun,
        List<Charge> open) {
    private static final Set<ChargeState> UNSETTLED = Arrays.stream(ChargeState.values())
            .filter(state -> !state.settled())
            .collect(Collectors.toSet());

    static BillHistory read(JournalView view, MeteredProduct account, List<Charge> open) {
        Optional<Instant> end = firstUnderWay(open);
        Optional<ClosedPeriod> last = told(view, account, end, 1).stream().findFirst();
        Optional<ClosedPeriod> untold = end.flatMap(start -> view.closedPeriodHolding(account, start));
        return new BillHistory(
                last,
                last.map(closed -> bill(closed, view, List.of())),
                untold,
                untold.map(closed -> begun(closed, view)),
                open);
    }

    /** The newest told periods with their samples, the oldest first. */
    static List<Bill> archived(JournalView view, MeteredProduct account, int cycles, List<Charge> open) {
        List<ClosedPeriod> told = new ArrayList<>(told(view, account, firstUnderWay(open), cycles));
        Collections.reverse(told);
        return told.stream()
                .map(closed -> bill(
                        closed,
                        view,
                        view.samples(account, closed.period()).stream()
                                .filter(JournalSample::counts)
                                .toList()))
                .toList();
    }

    /** The latest first. */
    private static List<ClosedPeriod> told(JournalView view, MeteredProduct account, Optional<Instant> end, int most) {
        int limit = Math.max(1, Math.min(most, ChargeFilter.MAX_CHARGES));
        return end.isPresent()
                ? view.closedPeriodsBefore(account, end.get(), limit)
                : view.closedPeriods(account, limit);
    }

    private static Optional<Instant> firstUnderWay(List<Charge> open) {
        return open.stream()
                .filter(charge -> !charge.state().needsOperator())
                .map(charge -> charge.key().period().start())
                .min(Comparator.naturalOrder());
    }

    /** All charges of an account that are not settled, of whatever age. */
    static List<Charge> open(JournalView view, MeteredProduct account) {
        return view.charges(ChargeFilter.of(account).withStates(UNSETTLED));
    }

    /** Texts of what was not billed, for csp-config. */
    List<String> errors() {
        return open.stream()
                .filter(charge -> charge.state() != ChargeState.PLANNED
                        || !charge.message().isEmpty())
                .map(BillHistory::error)
                .distinct()
                .toList();
    }

    private static Bill bill(ClosedPeriod closed, JournalView view, List<JournalSample> samples) {
        List<Bill.Line> lines = view.charges(ChargeFilter.of(closed.account(), closed.period())).stream()
                .sorted(Comparator.comparing((Charge charge) -> charge.key().dimension())
                        .thenComparing(charge -> charge.key().revision()))
                .collect(Collectors.groupingBy(
                        charge -> charge.key().dimension(), LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(BillHistory::line)
                .toList();
        return new Bill(
                closed.period(),
                closed.closedAt(),
                closed.used(),
                lines,
                samples.stream().map(JournalSample::reading).toList());
    }

    /** Of a closed period the dimensions of which all charges are settled: billed, or given up. */
    private static Bill begun(ClosedPeriod closed, JournalView view) {
        Map<String, String> recordIds = new TreeMap<>();
        List<Charge> charges = view.charges(ChargeFilter.of(closed.account(), closed.period()));
        Set<String> open = charges.stream()
                .filter(charge -> !charge.state().settled())
                .map(charge -> charge.key().dimension())
                .collect(Collectors.toSet());
        charges.stream()
                .filter(charge -> !open.contains(charge.key().dimension()))
                .forEach(charge -> recordIds.merge(
                        charge.key().dimension(), charge.recordId(), (one, other) -> one.isEmpty() ? other : one));
        return new Bill(
                closed.period(),
                closed.closedAt(),
                closed.used(),
                recordIds.entrySet().stream()
                        .map(each -> new Bill.Line(each.getKey(), BigDecimal.ZERO, each.getValue(), ""))
                        .toList(),
                List.of());
    }

    /** A dimension's bill with its adjustments. */
    private static Bill.Line line(Map.Entry<String, List<Charge>> dimension) {
        List<Charge> charges = dimension.getValue();
        return new Bill.Line(
                dimension.getKey(),
                charges.stream().map(Charge::quantity).reduce(BigDecimal.ZERO, BigDecimal::add),
                charges.stream()
                        .map(Charge::recordId)
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .collect(Collectors.joining(",")),
                charges.stream()
                        .filter(charge -> charge.state().needsOperator() || charge.state() == ChargeState.WAIVED)
                        .map(BillHistory::error)
                        .findFirst()
                        .orElse(""));
    }

    private static String error(Charge charge) {
        if (!charge.message().isEmpty()) {
            return charge.message();
        }
        return "The charge of dimension '" + charge.key().dimension() + "' is "
                + charge.state().id() + ".";
    }
}
