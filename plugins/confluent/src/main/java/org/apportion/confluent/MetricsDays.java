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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.confluent.InventoryItem.Kind;
import org.apportion.http.FetchFolder;
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
    /** Confluent keeps hourly values for a week, to the hour. */
    private static final int KEPT_DAYS = 7;

    /** A day is asked until it was read once when it had been over for this many days. */
    private static final int CALM_DAYS = 2;

    private static final String STATE = ".state/metrics.ndjson";

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
    private final MetricsCoverage coverage;
    private final Map<LocalDate, DayRecord> known = new TreeMap<>();

    MetricsDays(ConfluentSettings settings, ConfluentCloud cloud, FetchFolder folder, Notes notes) {
        this.settings = settings;
        this.cloud = cloud;
        this.folder = folder;
        this.notes = notes;
        this.coverage = new MetricsCoverage(folder, METRICS.values());
        folder.trees(STATE, DayRecord::of).forEach(record -> known.put(record.day(), record));
    }

    static String file(LocalDate day) {
        return "usage/metrics-" + day + ".csv";
    }

    /** @return days whose file changed */
    Set<LocalDate> fetch(List<LocalDate> days, Inventory inventory, Instant now, Progress progress) {
        progress.start("Metrics API", days.size(), "days");
        Set<LocalDate> changed = new TreeSet<>();
        for (int i = 0; i < days.size(); i++) {
            LocalDate day = days.get(i);
            List<String> clusters = clusters(day, inventory);
            boolean asked = wanted(day, now);
            if (asked && read(day, clusters, now)) {
                changed.add(day);
            }
            if (asked || !coverage.holds(day)) {
                tell(day, clusters);
            }
            progress.advanceTo(i + 1L);
        }
        progress.finish(Counted.of(days.size(), "day") + ", " + changed.size() + " changed");
        return changed;
    }

    /** What the service has begun to forget is asked only if nothing of it was brought before. */
    private boolean wanted(LocalDate day, Instant now) {
        if (settings.replay().isPresent()) {
            return true;
        }
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant kept = now.minus(Duration.ofDays(KEPT_DAYS));
        if (folder.holds(file(day))) {
            DayRecord record = known.get(day);
            return !start.isBefore(kept) && (record == null || !record.settled(now, CALM_DAYS));
        }
        if (!start.plus(Duration.ofDays(1)).isAfter(kept)) {
            notes.count("day(s) without metrics are more than " + KEPT_DAYS
                    + " days ago, and the Metrics API no longer has them");
            return false;
        }
        if (start.isBefore(kept)) {
            notes.add("the Metrics API no longer has the first hours of " + day + "; fetch daily");
        }
        return true;
    }

    private static List<String> clusters(LocalDate day, Inventory inventory) {
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        return inventory.lifetimes().stream()
                .filter(each ->
                        each.item().kind() == Kind.KAFKA_CLUSTER && each.during(start, start.plus(Duration.ofDays(1))))
                .map(each -> each.item().id())
                .distinct()
                .toList();
    }

    /** Of a day without clusters nobody was asked, nor is a day silent that a recording lacks. */
    private void tell(LocalDate day, List<String> clusters) {
        boolean isRecorded = settings.replay().isEmpty() || folder.has(file(day));
        if (isRecorded && !clusters.isEmpty()) {
            coverage.write(day, folder.lines(file(day)));
        }
    }

    private boolean read(LocalDate day, List<String> clusters, Instant now) {
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        TreeSet<String> samples = new TreeSet<>();
        METRICS.forEach((metric, name) -> {
            for (int i = 0; i < clusters.size(); i += CLUSTERS_PER_QUESTION) {
                List<String> some = clusters.subList(i, Math.min(clusters.size(), i + CLUSTERS_PER_QUESTION));
                for (JsonNode point : points(metric, start, start.plus(Duration.ofDays(1)), some)) {
                    sample(day, name, point).ifPresent(samples::add);
                }
            }
        });
        boolean whole = !addWhatCameBefore(day, samples) && !samples.isEmpty();
        StringBuilder text = new StringBuilder(UsageCsv.HEADING);
        samples.forEach(text::append);
        boolean changed = !samples.isEmpty() && folder.write(file(day), text.toString());
        if (whole) {
            known.put(day, new DayRecord(day, now, samples.size()));
            folder.write(
                    STATE,
                    known.values().stream().map(record -> record.line() + "\n").collect(Collectors.joining()));
        }
        return changed;
    }

    /**
     * An hour of a cluster that was measured before and does not come any more stays as it was: the service has forgotten it, or does
     * not work.
     *
     * @return whether there are such hours
     */
    private boolean addWhatCameBefore(LocalDate day, TreeSet<String> samples) {
        Set<UsageCsv.Series> measured =
                samples.stream().flatMap(line -> UsageCsv.series(line).stream()).collect(Collectors.toSet());
        List<String> before = folder.lines(file(day));
        boolean isCut = !before.isEmpty() && !folder.holds(file(day));
        if (isCut) {
            notes.add("the file of the metrics of " + day + " was cut off; its last line is brought again");
        }
        List<String> stay = before.subList(0, before.size() - (isCut ? 1 : 0)).stream()
                .map(line -> line + "\n")
                .filter(line -> !line.equals(UsageCsv.HEADING)
                        && UsageCsv.series(line)
                                .filter(series -> !measured.contains(series))
                                .isPresent())
                .toList();
        if (!stay.isEmpty()) {
            notes.add("the metrics of " + day + " lack hours that came before; these stay as they were");
        }
        samples.addAll(stay);
        return !stay.isEmpty();
    }

    /** In two halves where an answer may have been cut off at the most groups that the service gives. */
    private List<JsonNode> points(String metric, Instant from, Instant to, List<String> clusters) {
        List<JsonNode> points = new ArrayList<>();
        if (pages(metric, from, to, clusters, points)) {
            return points;
        }
        if (clusters.size() > 1) {
            int half = clusters.size() / 2;
            List<JsonNode> both = new ArrayList<>(points(metric, from, to, clusters.subList(0, half)));
            both.addAll(points(metric, from, to, clusters.subList(half, clusters.size())));
            return both;
        }
        Duration half = Duration.ofHours(Duration.between(from, to).toHours() / 2);
        if (half.isZero()) {
            notes.count("hour(s) of one cluster have as many principals as the Metrics API gives, and may lack some");
            return points;
        }
        List<JsonNode> both = new ArrayList<>(points(metric, from, from.plus(half), clusters));
        both.addAll(points(metric, from.plus(half), to, clusters));
        return both;
    }

    /** @return whether the answer is whole for certain */
    private boolean pages(String metric, Instant from, Instant to, List<String> clusters, List<JsonNode> points) {
        String place = "metrics POST /" + Api.METRICS.path();
        PageGuard guard = new PageGuard(place + " " + metric + " " + from, cloud.mostPages());
        String body = question(metric, from, to, clusters);
        String token = "";
        int pages = 0;
        do {
            JsonNode page = cloud.post(
                    Api.METRICS, settings.metricsEndpoint(), settings.key(), Api.METRICS.path(), token, body);
            JsonNode data = ConfluentCloud.data(page)
                    .orElseThrow(() -> ConfluentCloud.unreadable(place, "it has no list named data"));
            data.forEach(points::add);
            token = Json.text(page.path("meta").path("pagination"), "next_page_token");
            guard.page(Json.write(data), data.size(), token);
            pages++;
        } while (!token.isEmpty());
        return pages > 1 || points.size() < GROUPS;
    }

    private static String question(String metric, Instant from, Instant to, List<String> clusters) {
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
        question.set("intervals", Json.array().add(from + "/" + to));
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
