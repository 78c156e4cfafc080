package org.apportion.ledger;

import java.time.Instant;

/**
 * A snapshot of a lake table that counts.
 *
 * @param namedBy id of the run or delivery whose transaction named it
 * @param sequence grows with every name, over all tables
 */
public record NamedSnapshot(long sequence, String table, long snapshotId, String namedBy, Instant namedAt) {}
