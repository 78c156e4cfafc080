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
        LateDecision decision = decide.apply(new LateUsage(
                closed,
                samples.inBill(account, closed.period(), Instant.MAX),
                samples.lastBefore(account, closed.period().start()),
                charges.matching(ChargeFilter.of(account, closed.period())).stream()
                        .filter(charge -> !ofParked.contains(charge.id())
                                && charge.evidence().replaced().isEmpty())
                        .toList(),
                all));
        charges.plan(planned(account, closed.period(), decision), change.log(), change.now());
        parked.park(account, decision.parked(), change.log());
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

    /** @return whether the usage was planned now */
    boolean settle(MeteredProduct account, ParkedUsage usage, LateDecision decision) {
        List<PlannedCharge> planned = planned(account, usage.period(), decision);
        Set<String> ids = new HashSet<>();
        planned.forEach(charge -> ids.add(charge.key().idempotencyKey()));
        if (!parked.settle(account, usage, ids, change.now(), change.log())) {
            return false;
        }
        charges.plan(planned, change.log(), change.now());
        return true;
    }

    /** Each with the next revision of its dimension. */
    private List<PlannedCharge> planned(MeteredProduct account, MeteringPeriod period, LateDecision decision) {
        return decision.more().stream()
                .map(more -> new PlannedCharge(
                        charges.further(account, more.dimension(), period),
                        more.quantity(),
                        more.allocations(),
                        more.evidence()))
                .toList();
    }
}
