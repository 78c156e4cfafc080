package org.apportion.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The header {@code Retry-After}: whole seconds ({@code 120}) or a date ({@code Fri, 31 Dec 1999 23:59:59 GMT}). Source: RFC
 * 9110, section 10.2.3.
 */
public final class RetryAfter {
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /**
     * How long to wait from {@code now}; zero for a date that has passed.
     *
     * @return empty if there is no such header or it cannot be read
     */
    public static Optional<Duration> of(HttpReply.Answered answer, Instant now) {
        return answer.header("retry-after").flatMap(text -> parse(text.strip(), now));
    }

    /**
     * How long to wait by a header that holds whole seconds from now, such as Confluent's {@code X-RateLimit-Reset}. Not for
     * services whose header of that name holds a time.
     */
    public static Optional<Duration> seconds(HttpReply.Answered answer, String lowerCaseName) {
        return answer.header(lowerCaseName)
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1," + MOST_DIGITS + "}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private static Optional<Duration> parse(String text, Instant now) {
        if (text.matches("[0-9]{1," + MOST_DIGITS + "}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            return Optional.of(until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
