package org.apportion.spi.metering;

/**
 * Usage that somebody tells by an event of its own, perhaps more than once.
 *
 * @param source who tells it; with {@code id} its identity
 * @param id unique per source
 * @param digest of what it says, in 64 characters at most: another text for the same identity contradicts it
 * @param reading what it says, as of the event's own time
 */
public record UsageEvent(String source, String id, String digest, UsageReading reading) {}
