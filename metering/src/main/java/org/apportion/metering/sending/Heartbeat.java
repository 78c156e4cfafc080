package org.apportion.metering.sending;

import java.time.Instant;
import java.util.List;

/**
 * A heartbeat that is due.
 *
 * @param slot its number, counted from the product's anchor; a slot is sent at most once per dimension
 * @param periodEnd end of the running period, exclusive: the hour that ends there belongs to the period's charge
 */
public record Heartbeat(long slot, List<String> dimensions, Instant periodEnd) {
    public Heartbeat {
        dimensions = List.copyOf(dimensions);
    }
}
