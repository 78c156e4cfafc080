package org.apportion.metering.tick;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.metering.document.Dates;
import org.apportion.model.metering.DimensionBand;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.UsageMetric;
import tools.jackson.databind.JsonNode;

/**
 * What {@code billing_status} of the cache says about the running period's bill.
 *
 * <p>The adapter writes it after any call that failed partly, of a bill and of a report of zero alike, and clears it at the next
 * call that succeeds as a whole. So it is of a bill if no report was due before the bill, of a report if no bill was due, and else
 * of the one or the other. A second failure of a bill forgets what the first one had billed: the adapter leaves out each metric whose
 * name is a dimension that the status told as billed, and the new status does not name it.
 *
 * <p>Our own documents tell there what is settled of the period whose bill is under way. The rest of it, and later periods that were
 * closed meanwhile, may have been sent before the ledger was lost.
 *
 * @param billed what it tells of the running period and later ones
 * @param listed all dimensions that it may have billed
 * @param notes sentences for the operator
 */
record TakeoverBill(BilledBefore billed, Set<String> listed, List<String> notes) {
    private static final Set<String> BILLED = Set.of("submitted", "succeeded");

    /** How late a tick may be. */
    private static final Duration LATE_TICK = Duration.ofMinutes(5);

    /** @param end of the running period */
    static TakeoverBill of(
            JsonNode cache,
            JsonNode config,
            Optional<Instant> nextBill,
            Optional<Instant> end,
            ProductListing listing) {
        Map<String, String> submitted = new TreeMap<>();
        Set<String> named = new TreeSet<>();
        cache.path("billing_status").properties().forEach(each -> {
            named.add(each.getKey());
            if (BILLED.contains(each.getValue().path("status").asString(""))) {
                submitted.put(each.getKey(), each.getValue().path("record_id").asString(""));
            }
        });
        Optional<Instant> told = Takeover.time(config, "timestamp");
        if (config.path("versions").has(MeterParts.OWN)) {
            return own(submitted.keySet(), end, told.orElse(Instant.EPOCH), listing);
        }
        if (named.isEmpty() || nextBill.isEmpty()) {
            return sure(submitted.keySet(), end);
        }
        if (told.isEmpty() && !submitted.isEmpty()) {
            throw Takeover.unusable("billing_status tells " + String.join(", ", submitted.keySet())
                    + ", but csp-config has no timestamp: whether that was a bill or a report is not known");
        }
        Instant ticked = told.filter(at -> !at.isBefore(newestSample(cache))).orElseGet(() -> newestSample(cache));
        boolean billDue = !ticked.isBefore(nextBill.get());
        boolean reportDue = Takeover.time(cache, "next_reporting_time")
                .filter(at -> at.isBefore(nextBill.get()))
                .isPresent();
        if (!billDue && reportDue) {
            return new TakeoverBill(
                    BilledBefore.NOTHING,
                    Set.of(),
                    submitted.isEmpty()
                            ? List.of()
                            : List.of("Its billing_status is of a report, not of a bill: it had not come to the end of"
                                    + " the running period."));
        }
        boolean sure = billDue && !reportDue;
        Map<String, String> perhaps = new TreeMap<>();
        forgotten(named, listing).forEach(dimension -> perhaps.put(dimension, ""));
        if (!sure) {
            submitted.forEach((dimension, record) -> perhaps.put(dimension, record.isEmpty() ? "without id" : record));
        }
        return adapters(sure ? submitted.keySet() : Set.of(), perhaps, end);
    }

    private static TakeoverBill sure(Set<String> dimensions, Optional<Instant> end) {
        return adapters(dimensions, Map.of(), end);
    }

    private static TakeoverBill adapters(Set<String> sure, Map<String, String> perhaps, Optional<Instant> end) {
        Set<String> listed = new TreeSet<>(sure);
        listed.addAll(perhaps.keySet());
        List<String> notes = new ArrayList<>(billed(sure));
        if (!perhaps.isEmpty()) {
            notes.add("It may have billed " + String.join(", ", new TreeSet<>(perhaps.keySet()))
                    + " of the running period already: that is known to nobody, so it will wait for an operator (meter"
                    + " charges --state parked).");
        }
        return new TakeoverBill(new BilledBefore(end, sure, perhaps, Optional.empty()), listed, notes);
    }

    private static TakeoverBill own(Set<String> settled, Optional<Instant> end, Instant told, ProductListing listing) {
        Duration query = listing.reporting().query();
        Instant tried = told.plus(query).plus(query.compareTo(LATE_TICK) < 0 ? query : LATE_TICK);
        List<String> notes = new ArrayList<>(billed(settled));
        if (end.filter(at -> !at.isAfter(tried)).isPresent()) {
            notes.add("These are the documents of a ledger that is lost. What else is billed of periods that ended by "
                    + Dates.text(tried) + " is known to nobody, so it will wait for an operator (meter charges --state"
                    + " parked).");
        }
        return new TakeoverBill(
                new BilledBefore(end, settled, Map.of(), Optional.of(tried)), new TreeSet<>(settled), notes);
    }

    private static List<String> billed(Set<String> dimensions) {
        return dimensions.isEmpty()
                ? List.of()
                : List.of("It had billed " + String.join(", ", new TreeSet<>(dimensions))
                        + " of the running period already; that is not billed again.");
    }

    /** Dimensions of metrics that the last try may have left out, because an earlier one had billed them. */
    private static Set<String> forgotten(Set<String> named, ProductListing listing) {
        Set<String> forgotten = new LinkedHashSet<>();
        for (UsageMetric metric : listing.metrics()) {
            Set<String> own =
                    metric.bands().stream().map(DimensionBand::dimension).collect(Collectors.toSet());
            if (listing.dimensions().contains(metric.name()) && own.stream().noneMatch(named::contains)) {
                forgotten.addAll(own);
            }
        }
        return forgotten;
    }

    /** {@link Instant#EPOCH} if there is none. */
    static Instant newestSample(JsonNode cache) {
        List<Instant> times = new ArrayList<>();
        cache.path("usage_records")
                .forEach(record -> Takeover.time(record, "reporting_time").ifPresent(times::add));
        return times.stream().max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }
}
