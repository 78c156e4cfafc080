package org.apportion.metering.document;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Times as the documents write them: {@code 2027-01-31T10:00:00+00:00}, with six digits of a second only if it has any. */
public final class Dates {
    private static final DateTimeFormatter WHOLE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter FINE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);

    private Dates() {}

    public static String text(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
        return (time.getNano() == 0 ? WHOLE : FINE).format(time) + "+00:00";
    }

    /** Whatever text of a time the adapter may have left: with Z or an offset, with a blank for the T, or a mere day. */
    public static Optional<Instant> parse(String text) {
        String time = text.strip().replace(' ', 'T');
        try {
            if (time.matches("[0-9]{8}")) {
                time = time.substring(0, 4) + "-" + time.substring(4, 6) + "-" + time.substring(6);
            }
            if (time.length() == 10) {
                return Optional.of(
                        LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            boolean hasOffset = time.endsWith("Z") || time.matches(".*[+-][0-9]{2}:?[0-9]{2}");
            return Optional.of(
                    hasOffset
                            ? OffsetDateTime.parse(time).toInstant()
                            : LocalDateTime.parse(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
