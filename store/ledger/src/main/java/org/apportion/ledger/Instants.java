package org.apportion.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * How the ledger writes instants: UTC, six decimals, so that texts sort as instants do. Finer digits are cut. Other rooms'
 * tables write theirs the same way.
 */
public final class Instants {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Instants() {}

    /** Such as {@code 2026-11-21T07:51:00.000000Z}. */
    public static String text(Instant instant) {
        return FORMAT.format(instant);
    }

    public static Instant of(String text) {
        return Instant.parse(text);
    }
}
