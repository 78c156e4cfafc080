package org.apportion.metering.tick;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apportion.metering.document.Dates;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.DocumentStore;
import tools.jackson.databind.json.JsonMapper;

/**
 * Another process that writes the same documents, such as an adapter that still runs: it would bill the same usage. A process that
 * runs writes csp-config at each query interval, so its timestamp tells.
 */
final class TakeoverRival {
    /** How long a tick may take. */
    private static final Duration SLOW_TICK = Duration.ofMinutes(5);

    private TakeoverRival() {}

    /** When csp-config was written, as it says. Empty if there is none, or it says nothing. */
    static Optional<Instant> writtenAt(DocumentStore store) {
        return store.read(DocumentStore.Document.CSP_CONFIG)
                .flatMap(config -> Dates.parse(
                        JsonMapper.shared().readTree(config).path("timestamp").asString("")));
    }

    /**
     * Refuses to take documents over that somebody may still write.
     *
     * @param query how often the one before us ticked
     * @throws ApportionException {@code METER_ADAPTER_RUNS} if csp-config is younger than that and a slow tick
     */
    static void requireNone(DocumentStore store, MeteredProduct account, Duration query, Instant now) {
        Duration quiet = query.plus(query.compareTo(SLOW_TICK) < 0 ? query : SLOW_TICK);
        writtenAt(store)
                .filter(at -> Duration.between(at, now).abs().compareTo(quiet) < 0)
                .ifPresent(at -> {
                    throw new ApportionException(
                            MeterError.METER_ADAPTER_RUNS,
                            account.toString(),
                            "csp-config was written at " + Dates.text(at)
                                    + ": the adapter whose documents are to be taken over may still run, and would bill the"
                                    + " same usage.",
                            "Stop the adapter. Metering starts once nobody has written for a query interval, from "
                                    + Dates.text(at.plus(quiet)) + " on.");
                });
    }

    /** What to tell if somebody wrote csp-config after us. @param toldAt when we wrote it, or meant to */
    static Optional<String> seen(DocumentStore store, Optional<Instant> toldAt) {
        try {
            return toldAt.flatMap(ours -> writtenAt(store)
                    .filter(at -> at.isAfter(ours))
                    .map(at -> "Somebody else writes these documents: csp-config is of " + Dates.text(at)
                            + ", and was written here at " + Dates.text(ours)
                            + ". Stop the adapter, or the other process: what it bills, the customer pays twice."));
        } catch (ApportionException e) {
            // A store that cannot be read is told where it is written.
            return Optional.empty();
        }
    }
}
