package org.apportion.ledger.cursor;

import java.time.Instant;

/**
 * Where a reader stands.
 *
 * @param hour start of the hour that it was offered last, UTC
 * @param isServed false until the whole answer was handed to the network
 */
public record FeedCursor(Instant hour, boolean isServed) {}
