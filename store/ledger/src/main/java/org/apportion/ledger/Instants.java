package org.apportion.ledger;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * How the ledger writes instants: UTC, six decimals, so that texts sort as instants do. Finer digits are cut. Other rooms'
 * tables write theirs the same way.
 */
public final class Instants {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    /** A general formatter took a tenth of the time of reading rows; where each of its digits stands is known. */
    private static final String TEMPLATE = "0000-00-00T00:00:00.000000Z";

    private static final int LAST_YEAR = 9999;
    private static final int NANOS_PER_MICRO = 1_000;

    private Instants() {}

    /** Such as {@code 2026-11-21T07:51:00.000000Z}. */
    public static String text(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > LAST_YEAR) {
            return FORMAT.format(instant);
        }
        char[] text = TEMPLATE.toCharArray();
        write(text, 0, 4, time.getYear());
        write(text, 5, 7, time.getMonthValue());
        write(text, 8, 10, time.getDayOfMonth());
        write(text, 11, 13, time.getHour());
        write(text, 14, 16, time.getMinute());
        write(text, 17, 19, time.getSecond());
        write(text, 20, 26, time.getNano() / NANOS_PER_MICRO);
        return new String(text);
    }

    /** @throws java.time.DateTimeException if it is no instant */
    public static Instant of(String text) {
        if (!isPlain(text)) {
            return Instant.parse(text);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19),
                        number(text, 20, 26) * NANOS_PER_MICRO)
                .toInstant(ZoneOffset.UTC);
    }

    private static boolean isPlain(String text) {
        if (text.length() != TEMPLATE.length()) {
            return false;
        }
        for (int i = 0; i < TEMPLATE.length(); i++) {
            char wanted = TEMPLATE.charAt(i);
            char found = text.charAt(i);
            if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
                return false;
            }
        }
        return true;
    }

    private static void write(char[] text, int from, int to, int number) {
        int left = number;
        for (int i = to - 1; i >= from; i--) {
            text[i] = (char) ('0' + left % 10);
            left /= 10;
        }
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
