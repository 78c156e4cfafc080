package org.apportion.metering.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apportion.model.metering.ChargeKey;

/** Computes late samples into their closed period, in the transaction that marks them as computed: once, whatever happens. */
final class LateReview {
    private final Change change;
    private final SampleRows samples;
    private final ParkedRows parked;
    private final ChargeRows charges;

    LateReview(Change change) {
        this.change = change;
        this.samples = new SampleRows(change.handle());
        this.parked = new ParkedRows(change.handle());
        this.charges = new ChargeRows(change.handle());
    }

    List<String> review(ClosedPeriod closed, Function<LateUsage, LateDecision> decide) {
        MeteredProduct account = closed.account();
        List<ParkedUsage> all = parked.of(account, closed.period());
        Set<String> ofParked = new HashSet<>();
        all.forEach(each -> ofParked.addAll(each.chargeIds()));
        LateDecision decision = decide.apply(new LateUsage(
                closed,
                samples.inBill(account, closed.period(), Instant.MAX),
                samples.lastBefore(account, closed.period().start()),
                charges.matching(ChargeFilter.of(account, closed.period())).stream()
                        .filter(charge -> !ofParked.contains(charge.id()))
                        .toList(),
                all));
        List<PlannedCharge> planned = new ArrayList<>();
        decision.more()
                .forEach((dimension, quantity) -> planned.add(new PlannedCharge(
                        charges.further(account, dimension, closed.period()),
                        quantity,
                        decision.evidence().getOrDefault(dimension, new ChargeEvidence("", "", "")))));
        charges.plan(planned, change.log(), change.now());
        parked.park(account, decision.parked(), change.log());
        int late = samples.computed(account, closed.period());
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("from", closed.period().start().toString());
        detail.put("to", closed.period().end().toString());
        detail.put("samples", late);
        detail.put("told", decision.told());
        change.log().add(account.subject(), "late_samples_computed", detail);
        return decision.told();
    }

    /** @return whether the usage was planned now */
    boolean settle(MeteredProduct account, ParkedUsage usage, LateDecision decision) {
        Set<String> ids = new HashSet<>();
        List<PlannedCharge> planned = new ArrayList<>();
        decision.more().forEach((dimension, quantity) -> {
            ChargeKey key = charges.further(account, dimension, usage.period());
            ids.add(key.idempotencyKey());
            planned.add(new PlannedCharge(
                    key, quantity, decision.evidence().getOrDefault(dimension, new ChargeEvidence("", "", ""))));
        });
        if (!parked.settle(account, usage, ids, change.now(), change.log())) {
            return false;
        }
        charges.plan(planned, change.log(), change.now());
        return true;
    }
}
