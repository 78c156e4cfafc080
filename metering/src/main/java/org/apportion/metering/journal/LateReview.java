package org.apportion.metering.journal;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apportion.model.metering.MeteringPeriod;

/** Computes late samples into their closed period, in the transaction that marks them as computed: once, whatever happens. */
final class LateReview {
    private final Change change;
    private final SampleRows samples;
    private final ParkedRows parked;
    private final ChargeRows charges;
    private final DifferenceRows differences;

    LateReview(Change change) {
        this.change = change;
        this.samples = new SampleRows(change.handle());
        this.parked = new ParkedRows(change.handle());
        this.charges = new ChargeRows(change.handle());
        this.differences = new DifferenceRows(change.handle());
    }

    LateDecision review(ClosedPeriod closed, Function<LateUsage, LateDecision> decide) {
        MeteredProduct account = closed.account();
        List<ParkedUsage> all = parked.of(account, closed.period());
        Set<String> ofParked = new HashSet<>();
        all.forEach(each -> ofParked.addAll(each.chargeIds()));
        List<Charge> charged = charges.matching(ChargeFilter.of(account, closed.period()));
        LateDecision decision = decide.apply(new LateUsage(
                closed,
                samples.inBill(account, closed.period(), Instant.MAX),
                samples.lastBefore(account, closed.period().start()),
                charged.stream()
                        .filter(charge -> !ofParked.contains(charge.id())
                                && charge.evidence().replaced().isEmpty())
                        .toList(),
                all,
                charged.stream()
                        .filter(charge -> ofParked.contains(charge.id()))
                        .toList()));
        plan(account, closed.period(), decision.more());
        parked.park(account, decision.parked(), change.log());
        decision.grown()
                .forEach(growth -> parked.grow(
                        account, growth, plan(account, closed.period(), List.of(growth.more())), change.log()));
        int late = samples.computed(account, closed.period());
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("from", closed.period().start().toString());
        detail.put("to", closed.period().end().toString());
        detail.put("samples", late);
        detail.put("told", decision.told());
        change.log().add(account.subject(), "late_samples_computed", detail);
        differences.reviewed(account, closed.period(), decision.told(), change.log());
        return decision;
    }

    /**
     * Plans parked usage.
     *
     * @param by what the event tells of a person who ordered it; empty if the file has a dimension for it
     * @return whether it was planned now: false if it is settled already, or is not as much as it was any more
     */
    boolean settle(
            MeteredProduct account, ParkedUsage usage, List<LateDecision.Addition> more, Map<String, Object> by) {
        if (!parked.settle(account, usage, ParkedRows.PLANNED, by, change.now(), change.log())) {
            return false;
        }
        parked.keys(account, usage, plan(account, usage.period(), more));
        return true;
    }

    /** Each with the next revision of its dimension. @return their ids */
    private Set<String> plan(MeteredProduct account, MeteringPeriod period, List<LateDecision.Addition> additions) {
        List<PlannedCharge> planned = additions.stream()
                .map(more -> new PlannedCharge(
                        charges.further(account, more.dimension(), period),
                        more.quantity(),
                        more.allocations(),
                        more.evidence()))
                .toList();
        charges.plan(planned, change.log(), change.now());
        Set<String> ids = new HashSet<>();
        planned.forEach(charge -> ids.add(charge.key().idempotencyKey()));
        return ids;
    }
}
