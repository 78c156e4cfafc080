package org.apportion.metering.tick;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.document.PlainJson;
import org.apportion.metering.period.PeriodCalendar;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.MeteringPeriod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where metering of one product and customer began; written once. Instants are cut to microseconds, as the ledger keeps those
 * of periods and trials.
 *
 * @param startedAt when it began, also if an adapter began it
 * @param anchor from which periods are counted
 * @param firstStart beginning of the first period that is ours; the anchor unless an adapter was taken over
 */
record Origin(Instant startedAt, Instant anchor, Instant firstStart) {
    Origin {
        startedAt = startedAt.truncatedTo(ChronoUnit.MICROS);
        anchor = anchor.truncatedTo(ChronoUnit.MICROS);
        firstStart = firstStart.truncatedTo(ChronoUnit.MICROS);
    }

    static Origin at(Instant now) {
        return new Origin(now, now, now);
    }

    PeriodCalendar calendar(BillingCycle cycle) {
        return new PeriodCalendar(cycle, anchor);
    }

    /** The first period that is ours; a takeover whose anchor is its end has it before the anchor. */
    Optional<MeteringPeriod> firstPeriod(BillingCycle cycle) {
        return firstStart.isBefore(anchor)
                ? Optional.of(new MeteringPeriod(firstStart, anchor))
                : calendar(cycle).startingAt(firstStart);
    }

    String json() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("started_at", startedAt);
        parts.put("anchor", anchor);
        parts.put("first_start", firstStart);
        return PlainJson.of(parts);
    }

    static Origin of(String json) {
        JsonNode parts = JsonMapper.shared().readTree(json);
        return new Origin(
                Instant.parse(parts.path("started_at").stringValue()),
                Instant.parse(parts.path("anchor").stringValue()),
                Instant.parse(parts.path("first_start").stringValue()));
    }
}
