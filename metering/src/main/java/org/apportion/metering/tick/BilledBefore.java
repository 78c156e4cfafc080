package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.metering.document.Dates;
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
 * What may be billed already of the periods that were taken over. What surely is, is planned as zero. What perhaps is, is planned
 * with its quantity and waits for an operator: neither billed twice nor given away without a word.
 *
 * @param end of the period that was taken over; empty if there is none
 * @param dimensions of that period that the one before us surely billed
 * @param perhaps dimensions of that period that it perhaps billed, to the record that it tells; empty if it tells none
 * @param tried until when a lost ledger of ours may have closed periods and sent their charges; empty if an adapter was taken over
 */
public record BilledBefore(
        Optional<Instant> end, Set<String> dimensions, Map<String, String> perhaps, Optional<Instant> tried) {
    static final String STATE = "billed_before";

    static final BilledBefore NOTHING = new BilledBefore(Optional.empty(), Set.of(), Map.of(), Optional.empty());

    private static final String NEXT_STEP =
            " Look it up at the marketplace: if it is billed, say meter confirm with its"
                    + " record; if it is not, meter resend.";

    public BilledBefore {
        dimensions = Set.copyOf(dimensions);
        perhaps = Map.copyOf(perhaps);
    }

    public static BilledBefore read(JournalView view, MeteredProduct account) {
        return view.state(account, STATE).map(BilledBefore::of).orElse(NOTHING);
    }

    private static BilledBefore of(String json) {
        JsonNode tree = JsonMapper.shared().readTree(json);
        Set<String> dimensions = new TreeSet<>();
        tree.path("dimensions").forEach(each -> dimensions.add(each.asString("")));
        Map<String, String> perhaps = new TreeMap<>();
        tree.path("perhaps")
                .properties()
                .forEach(each -> perhaps.put(each.getKey(), each.getValue().asString("")));
        return new BilledBefore(instant(tree.path("end")), dimensions, perhaps, instant(tree.path("tried")));
    }

    private static Optional<Instant> instant(JsonNode node) {
        return Optional.of(node.asString("")).filter(text -> !text.isEmpty()).map(Instant::parse);
    }

    String json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("end", end.map(Instant::toString).orElse(""));
        tree.put("dimensions", new ArrayList<>(new TreeSet<>(dimensions)));
        tree.put("perhaps", new TreeMap<>(perhaps));
        tree.put("tried", tried.map(Instant::toString).orElse(""));
        return PlainJson.of(tree);
    }

    /** Whether any charge can be touched by it. */
    boolean isEmpty() {
        return tried.isEmpty() && (end.isEmpty() || dimensions.isEmpty() && perhaps.isEmpty());
    }

    /** Dimensions of a period that were surely billed before. */
    public Set<String> dimensionsOf(MeteringPeriod period) {
        return end.filter(period.end()::equals).isPresent() ? dimensions : Set.of();
    }

    /** The close without what was billed before, and with doubt about what may have been. */
    PeriodClose without(PeriodClose close) {
        Set<String> billed = dimensionsOf(close.period());
        List<PlannedCharge> charges = close.charges().stream()
                .map(charge -> billed.contains(charge.key().dimension()) ? none(charge) : doubted(charge))
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

    private PlannedCharge doubted(PlannedCharge charge) {
        MeteringPeriod period = charge.key().period();
        String what =
                "The dimension '" + charge.key().dimension() + "' of the period until " + Dates.text(period.end());
        String record = end.filter(period.end()::equals).isPresent()
                ? perhaps.get(charge.key().dimension())
                : null;
        if (charge.quantity().signum() == 0) {
            return charge;
        }
        if (record != null) {
            return charge.doubted(
                    record.isEmpty()
                            ? what + " may be billed already: the adapter's billing_status does not name it, as if an"
                                    + " earlier try had billed it." + NEXT_STEP
                            : what + " may be billed already: the adapter's record " + record
                                    + " is of this bill, or of a report of zero." + NEXT_STEP);
        }
        return tried.filter(until -> !period.end().isAfter(until)).isPresent()
                ? charge.doubted(what + " may be billed already, by the ledger that is lost." + NEXT_STEP)
                : charge;
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
