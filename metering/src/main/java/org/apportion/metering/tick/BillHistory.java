package org.apportion.metering.tick;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.metering.document.Bill;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.ClosedPeriod;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.model.metering.MeteringPeriod;

/**
 * The closed periods as documents tell them. A period is told once nothing of it is under way any more; so, as with the
 * adapter, the documents stay at a period until it is billed. One that waits for an operator is told with its error.
 *
 * @param told the oldest first
 * @param untold the first closed period that is not told; empty if all are
 * @param open charges that are not settled
 */
record BillHistory(
        List<ClosedPeriod> told,
        Optional<ClosedPeriod> untold,
        Map<MeteringPeriod, List<Charge>> charges,
        List<Charge> open) {
    /** Closed periods beyond the archive's that may be under way. */
    private static final int UNDER_WAY = 200;

    private static final Set<ChargeState> UNSETTLED = Arrays.stream(ChargeState.values())
            .filter(state -> !state.settled())
            .collect(Collectors.toSet());

    static BillHistory read(JournalView view, MeteredProduct account, int archived, List<Charge> open) {
        List<ClosedPeriod> closed = new ArrayList<>(view.closedPeriods(
                account, Math.max(1, Math.min(archived, ChargeFilter.MAX_CHARGES)) + UNDER_WAY));
        Collections.reverse(closed);
        if (closed.isEmpty()) {
            return new BillHistory(List.of(), Optional.empty(), Map.of(), open);
        }
        Map<MeteringPeriod, List<Charge>> charges = view
                .charges(new ChargeFilter(
                        Optional.of(account),
                        Set.of(),
                        Optional.of(closed.get(0).period().start()),
                        Optional.empty(),
                        ChargeFilter.MAX_CHARGES))
                .stream()
                .collect(Collectors.groupingBy(charge -> charge.key().period()));
        Set<MeteringPeriod> underWay = open.stream()
                .filter(charge -> !charge.state().needsOperator())
                .map(charge -> charge.key().period())
                .collect(Collectors.toSet());
        int told = 0;
        while (told < closed.size() && !underWay.contains(closed.get(told).period())) {
            told++;
        }
        return new BillHistory(
                List.copyOf(closed.subList(0, told)), closed.stream().skip(told).findFirst(), charges, open);
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

    Optional<ClosedPeriod> lastTold() {
        return told.isEmpty() ? Optional.empty() : Optional.of(told.get(told.size() - 1));
    }

    /** A told period with its samples. */
    Bill whole(ClosedPeriod closed, JournalView view) {
        Bill bill = bill(closed);
        return new Bill(
                bill.period(),
                bill.billedAt(),
                bill.used(),
                bill.lines(),
                view.samples(closed.account(), closed.period()).stream()
                        .filter(JournalSample::counts)
                        .map(JournalSample::reading)
                        .toList());
    }

    /** A told period without its samples. */
    Bill bill(ClosedPeriod closed) {
        List<Bill.Line> lines = charges.getOrDefault(closed.period(), List.of()).stream()
                .sorted(java.util.Comparator.comparing(
                                (Charge charge) -> charge.key().dimension())
                        .thenComparing(charge -> charge.key().revision()))
                .collect(Collectors.groupingBy(
                        charge -> charge.key().dimension(), java.util.LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(BillHistory::line)
                .toList();
        return new Bill(closed.period(), closed.closedAt(), closed.used(), lines, List.of());
    }

    /** A dimension's bill with its adjustments. */
    private static Bill.Line line(Map.Entry<String, List<Charge>> dimension) {
        List<Charge> charges = dimension.getValue();
        return new Bill.Line(
                dimension.getKey(),
                charges.stream().map(Charge::quantity).reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add),
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
