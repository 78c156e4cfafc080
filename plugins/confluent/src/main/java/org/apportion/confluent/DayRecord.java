package org.apportion.confluent;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apportion.http.Json;
import tools.jackson.databind.JsonNode;

/**
 * That the costs of a day were read.
 *
 * @param read when, by our clock
 * @param rows how many there were
 */
record DayRecord(LocalDate day, Instant read, long rows) {

    /** Whether the day need not be read again: it had been over for long enough when it was read, and that is not in the future. */
    boolean settled(Instant now, int rereadDays) {
        Instant calm = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(Duration.ofDays(rereadDays));
        return !read.isBefore(calm) && !read.isAfter(now);
    }

    String line() {
        return Json.write(Json.object()
                .put("day", day.toString())
                .put("read", read.toString())
                .put("rows", rows));
    }

    static DayRecord of(JsonNode line) {
        return new DayRecord(
                LocalDate.parse(Json.text(line, "day")),
                Instant.parse(Json.text(line, "read")),
                line.path("rows").asLong(0));
    }
}
