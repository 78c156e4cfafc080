package org.apportion.azure;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apportion.http.Json;
import org.apportion.spi.metering.ReadBack;
import tools.jackson.databind.JsonNode;

/**
 * {@code GET /api/usageEvents}: what the service has accepted, summed by it per day, resource, dimension and plan. So a slot is a UTC day,
 * and days at the edges of the question are told whole. Rejected usage is left out.
 */
final class UsageReadBack {
    private UsageReadBack() {}

    static URI address(URI endpoint, String dimension, Instant from, Instant to) {
        return URI.create(endpoint + "/api/usageEvents?api-version=2018-08-31&usageStartDate=" + from
                + "&UsageEndDate=" + to + "&dimension="
                + URLEncoder.encode(dimension, StandardCharsets.UTF_8));
    }

    static ReadBack read(String body, String resource, String dimension, Instant from, Instant to) {
        Optional<JsonNode> list = Json.read(body).filter(JsonNode::isArray);
        if (list.isEmpty()) {
            return new ReadBack.Failed("the answer is not a list.");
        }
        List<ReadBack.AcceptedRecord> records = new ArrayList<>();
        for (JsonNode day : list.get()) {
            if (!Json.text(day, "usageResourceId").equalsIgnoreCase(resource)
                    || !Json.text(day, "dimension").equals(dimension)
                    || Json.text(day, "reconStatus").equals("Rejected")) {
                continue;
            }
            Optional<Instant> date = instant(Json.text(day, "usageDate"));
            boolean mismatch = Json.text(day, "reconStatus").equals("Mismatch");
            Optional<BigDecimal> quantity = Json.number(day, mismatch ? "processedQuantity" : "submittedQuantity");
            if (date.isEmpty() || quantity.isEmpty()) {
                return new ReadBack.Failed("an entry has no date or quantity.");
            }
            if (!date.get().isBefore(from.truncatedTo(ChronoUnit.DAYS))
                    && date.get().isBefore(to)) {
                records.add(new ReadBack.AcceptedRecord(dimension, date.get(), quantity.get(), ""));
            }
        }
        return new ReadBack.Told(records, ReadBack.Grain.DAY);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    text.endsWith("Z")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
