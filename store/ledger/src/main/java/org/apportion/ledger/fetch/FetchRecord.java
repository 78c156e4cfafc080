package org.apportion.ledger.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a fetch fared last.
 *
 * @param attempted when it was tried last, UTC
 * @param failed whether it failed then
 * @param success the last one; empty before the first
 */
public record FetchRecord(String fetch, Instant attempted, boolean failed, Optional<Success> success) {

    /**
     * What a fetch did that was done.
     *
     * @param at its end
     * @param found files, objects or days that the source offers
     * @param brought how many of them were new or had changed
     */
    public record Success(Instant at, Duration duration, long found, long brought, long bytes) {}
}
