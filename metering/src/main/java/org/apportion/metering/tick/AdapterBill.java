package org.apportion.metering.tick;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What an adapter had billed of the running period when it stopped in the middle of a bill. It writes {@code billing_status} after
 * any call that failed in part: after a heartbeat, too, whose zeros bill nothing. A bill was tried only by a tick at or after
 * {@code next_bill_time}; csp-config's {@code timestamp} is the last tick's.
 */
final class AdapterBill {
    private static final Set<String> BILLED = Set.of("submitted", "succeeded");

    private AdapterBill() {}

    /**
     * Dimensions of the running period that are billed.
     *
     * @param nextBill when the running period's bill is due; empty if there is none to come
     * @param lastTick when the adapter ticked last, if csp-config tells it
     * @param notes takes a sentence for the operator
     * @throws org.apportion.model.ApportionException if it cannot be told whether a bill or a heartbeat stopped
     */
    static Set<String> dimensions(
            JsonNode cache, Optional<Instant> nextBill, Optional<Instant> lastTick, List<String> notes) {
        Set<String> told = new TreeSet<>();
        cache.path("billing_status").properties().forEach(each -> {
            if (BILLED.contains(each.getValue().path("status").asString(""))) {
                told.add(each.getKey());
            }
        });
        if (told.isEmpty()) {
            return told;
        }
        if (nextBill.isPresent() && lastTick.isEmpty()) {
            throw Takeover.unusable(
                    "the cache has a billing_status for " + String.join(", ", told)
                            + ", and csp-config has no timestamp, so it may be of a bill or of a heartbeat",
                    "Restore csp-config; or, if the marketplace has no usage of the running period, write"
                            + " \"billing_status\": {} into the cache.");
        }
        if (nextBill.isEmpty() || lastTick.orElseThrow().isBefore(nextBill.get())) {
            notes.add("The billing_status of " + String.join(", ", told)
                    + " is of a heartbeat: the running period was not billed yet.");
            return Set.of();
        }
        notes.add("It had billed " + String.join(", ", told)
                + " of the running period already; that is not billed again.");
        return told;
    }
}
