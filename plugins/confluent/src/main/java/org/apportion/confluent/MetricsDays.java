package org.apportion.confluent;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.confluent.InventoryItem.Kind;
import org.apportion.http.Json;
import org.apportion.model.Counted;
import org.apportion.spi.Progress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bytes per cluster, principal and hour from the Metrics API, for shares only: Confluent says that they do not reconcile a bill. An
 * hour without an answer has no line, so a gap is a gap. Source: reference of the Metrics API, version 2.
 */
final class MetricsDays {
    /** Confluent keeps hourly values for a week. */
    private static final int KEPT_DAYS = 7;

    private static final int CLUSTERS_PER_QUESTION = 50;
    private static final int GROUPS = 1000;
    private static final String PRINCIPAL = "metric.principal_id";
    private static final String CLUSTER = "resource.kafka.id";
    private static final String UNIT = "bytes";
    private static final Map<String, String> METRICS = new TreeMap<>(Map.of(
            "io.confluent.kafka.server/request_bytes", "confluent_request_bytes",
            "io.confluent.kafka.server/response_bytes", "confluent_response_bytes"));

    private final ConfluentSettings settings;
    private final ConfluentCloud cloud;
    private final FetchFolder folder;
    private final Notes notes;

    MetricsDays(ConfluentSettings settings, ConfluentCloud cloud, FetchFolder folder, Notes notes) {
        this.settings = settings;
        this.cloud = cloud;
        this.folder = folder;
        this.notes = notes;
    }

    static String file(LocalDate day) {
        return "usage/metrics-" + day + ".csv";
    }

    /** @return how many files changed */
    long fetch(List<LocalDate> days, Inventory inventory, Instant now, Progress progress) {
        LocalDate first = now.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(KEPT_DAYS);
        boolean replayed = settings.replay().isPresent();
        progress.start("Metrics", days.size(), "days");
        long changed = 0;
        for (int i = 0; i < days.size(); i++) {
            LocalDate day = days.get(i);
            if (replayed || !day.isBefore(first)) {
                changed += read(day, inventory) ? 1 : 0;
            } else if (!folder.has(file(day))) {
                notes.count("day(s) without metrics are more than " + KEPT_DAYS
                        + " days ago, and the Metrics API no longer has them");
            }
            progress.advanceTo(i + 1L);
        }
        progress.finish(Counted.of(days.size(), "day") + ", " + changed + " changed");
        return changed;
    }

    private boolean read(LocalDate day, Inventory inventory) {
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        List<String> clusters = inventory.lifetimes().stream()
                .filter(each ->
                        each.item().kind() == Kind.KAFKA_CLUSTER && each.during(start, start.plus(Duration.ofDays(1))))
                .map(each -> each.item().id())
                .distinct()
                .toList();
        TreeSet<String> samples = new TreeSet<>();
        METRICS.forEach((metric, name) -> {
            for (int i = 0; i < clusters.size(); i += CLUSTERS_PER_QUESTION) {
                List<String> some = clusters.subList(i, Math.min(clusters.size(), i + CLUSTERS_PER_QUESTION));
                for (JsonNode point : points(metric, day, some)) {
                    sample(day, name, point).ifPresent(samples::add);
                }
            }
        });
        StringBuilder text = new StringBuilder(UsageCsv.HEADING);
        samples.forEach(text::append);
        return (!samples.isEmpty() || folder.has(file(day))) && folder.write(file(day), text.toString());
    }

    private List<JsonNode> points(String metric, LocalDate day, List<String> clusters) {
        String body = question(metric, day, clusters);
        PageGuard guard =
                new PageGuard("metrics POST /" + Api.METRICS.path() + " " + metric + " " + day, cloud.mostPages());
        List<JsonNode> points = new ArrayList<>();
        String token = "";
        do {
            Map<String, String> query = token.isEmpty() ? Map.of() : Map.of("page_token", token);
            JsonNode page = cloud.post(
                    Api.METRICS, settings.metricsEndpoint(), settings.key(), Api.METRICS.path(), query, body);
            JsonNode data = page.path("data");
            data.forEach(points::add);
            token = Json.text(page.path("meta").path("pagination"), "next_page_token");
            guard.page(Json.write(data), data.isEmpty(), token);
        } while (!token.isEmpty());
        return points;
    }

    private static String question(String metric, LocalDate day, List<String> clusters) {
        ArrayNode filters = Json.array();
        clusters.forEach(cluster ->
                filters.add(Json.object().put("field", CLUSTER).put("op", "EQ").put("value", cluster)));
        ObjectNode filter = Json.object().put("op", "OR");
        filter.set("filters", filters);
        ArrayNode aggregations = Json.array();
        aggregations.add(Json.object().put("metric", metric));
        ObjectNode question = Json.object();
        question.set("aggregations", aggregations);
        question.set("filter", filter);
        question.put("granularity", "PT1H");
        question.set("group_by", Json.array().add(PRINCIPAL).add(CLUSTER));
        question.set("intervals", Json.array().add(day + "T00:00:00Z/" + day.plusDays(1) + "T00:00:00Z"));
        question.put("limit", GROUPS);
        return Json.write(question);
    }

    private Optional<String> sample(LocalDate day, String metric, JsonNode point) {
        Optional<Instant> at = Lifetime.instant(point, "timestamp");
        Optional<BigDecimal> value = Json.number(point, "value");
        if (at.isEmpty() || value.isEmpty()) {
            throw ConfluentCloud.unreadable("metrics POST /" + Api.METRICS.path(), "a point has no time or no value");
        }
        String principal = Json.text(point, PRINCIPAL);
        String cluster = Json.text(point, CLUSTER);
        if (principal.isEmpty() || cluster.isEmpty() || value.get().signum() < 0) {
            notes.count("points of the Metrics API have no principal, no cluster or a negative value and are left out");
            return Optional.empty();
        }
        Instant hour = at.get().truncatedTo(ChronoUnit.HOURS);
        return hour.atOffset(ZoneOffset.UTC).toLocalDate().equals(day)
                ? Optional.of(UsageCsv.line(
                        hour,
                        cluster,
                        principal,
                        metric,
                        value.get().stripTrailingZeros().toPlainString(),
                        UNIT))
                : Optional.empty();
    }
}
