package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.metering.document.PlainJson;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.PeriodClose;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.model.metering.MeteringPeriod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Dimensions of the period that was taken over which the adapter had billed already when it stopped in the middle of a bill.
 * Their charges of that period are zero.
 *
 * @param end of that period; empty if there is none
 */
public record BilledBefore(Optional<Instant> end, Set<String> dimensions) {
    static final String STATE = "billed_before";

    public BilledBefore {
        dimensions = Set.copyOf(dimensions);
    }

    public static BilledBefore read(JournalView view, MeteredProduct account) {
        return view.state(account, STATE).map(BilledBefore::of).orElse(new BilledBefore(Optional.empty(), Set.of()));
    }

    private static BilledBefore of(String json) {
        JsonNode tree = JsonMapper.shared().readTree(json);
        Set<String> dimensions = new TreeSet<>();
        tree.path("dimensions").forEach(each -> dimensions.add(each.asString("")));
        return new BilledBefore(Optional.of(Instant.parse(tree.path("end").asString(""))), dimensions);
    }

    String json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("end", end.map(Instant::toString).orElse(""));
        tree.put("dimensions", new ArrayList<>(new TreeSet<>(dimensions)));
        return PlainJson.of(tree);
    }

    public Set<String> dimensionsOf(MeteringPeriod period) {
        return end.filter(period.end()::equals).isPresent() ? dimensions : Set.of();
    }

    /** The close without what was billed before. */
    PeriodClose without(PeriodClose close) {
        Set<String> billed = dimensionsOf(close.period());
        List<PlannedCharge> charges = close.charges().stream()
                .map(charge -> billed.contains(charge.key().dimension()) ? none(charge) : charge)
                .toList();
        return new PeriodClose(
                close.account(),
                close.period(),
                close.kind(),
                close.coverage(),
                close.inputsDigest(),
                close.used(),
                charges,
                close.parked(),
                close.terms());
    }

    private static PlannedCharge none(PlannedCharge charge) {
        return new PlannedCharge(
                charge.key(),
                BigDecimal.ZERO,
                new ChargeEvidence(
                        charge.evidence().inputsDigest(),
                        charge.evidence().aggregation(),
                        "billed by the adapter before it was taken over"));
    }
}
