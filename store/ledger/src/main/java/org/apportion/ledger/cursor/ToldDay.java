package org.apportion.ledger.cursor;

import java.time.LocalDate;

/**
 * Hours of one UTC day that a reader was told while the day was the same.
 *
 * @param digest of the day's charges at that time
 * @param hours how many, 1 to 24
 */
public record ToldDay(String reader, LocalDate day, String digest, long hours) {}
