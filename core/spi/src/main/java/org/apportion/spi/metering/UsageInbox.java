package org.apportion.spi.metering;

import java.util.List;
import java.util.Optional;

/**
 * Where a source of usage that is told events keeps them, one product and customer each. What it has kept is on disk and survives
 * restarts; an event counts once, however often it is told. Safe for use by several threads.
 */
public interface UsageInbox {

    /** What became of an event. */
    enum Outcome {
        /** It is kept now and becomes a sample. */
        KEPT,
        /** The same was kept before. */
        KEPT_BEFORE,
        /** Another event with the same source and id was kept before, which counts. */
        CONTRADICTS,
        /** It is older than events are remembered, so nobody could tell whether it was told before. Not kept. */
        TOO_OLD,
        /** It lies in the future by more than clocks differ. Not kept. */
        IN_FUTURE
    }

    /** False where a configuration is only checked: then a source need not be reachable for whoever sends events. */
    default boolean isKept() {
        return true;
    }

    /**
     * Keeps events, all or none.
     *
     * @return what became of each, in their order
     * @throws org.apportion.model.ApportionException if they cannot be written
     */
    List<Outcome> keep(List<UsageEvent> events);

    /**
     * Readings that are not journaled, the oldest first, each with an instant of its own: events of the same time are a microsecond
     * apart.
     *
     * @param most how many at most
     */
    List<UsageReading> waiting(int most);

    /** Readings of {@link #waiting} that the journal has now. */
    void journaled(List<UsageReading> readings);

    /** Where a source that reads on has come to, as it said in {@link #comeTo}; empty if it never did. */
    default Optional<String> place() {
        return Optional.empty();
    }

    /**
     * Keeps where the next process goes on.
     *
     * @param place in the source's own words; not said before all that lies before it is kept
     */
    default void comeTo(String place) {
        // Whoever keeps no place has the source begin anew: each event counts once.
    }
}
