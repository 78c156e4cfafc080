package org.apportion.testkit.confluent;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Confluent Cloud, with the limits that its reference states: Basic authentication; lists by {@code page_size} and {@code page_token}, the
 * token belonging to its question; fewer than 100 objects and at most 10,000 cost rows a page; costs for at most one month, which
 * starts at most one year ago; clusters and the like per environment; metrics by cluster, at most 1000 groups a page. Unknown
 * parameters are refused. It can be told to forbid one interface, refuse the key, throttle, repeat a page, or never end.
 */
public final class ConfluentCloudFake extends FakeHttpService {
    public static final String KEY = "CLOUDKEY";
    public static final String SECRET = "cloud-secret";

    private static final String COSTS = "/billing/v1/costs";
    private static final String METRICS = "/v2/metrics/cloud/query";
    private static final String STATEMENTS = "/sql/v1/organizations/[^/]+/environments/[^/]+/statements";
    private static final int OBJECT_CAP = 99;
    private static final int COST_CAP = 10_000;
    private static final int GROUP_CAP = 1000;
    private static final Set<String> PER_ENVIRONMENT =
            Set.of("/cmk/v2/clusters", "/srcm/v3/clusters", "/ksqldbcm/v2/clusters", "/fcpm/v2/compute-pools");
    private static final Set<String> LISTS = Set.of(
            "/iam/v2/service-accounts",
            "/iam/v2/users",
            "/iam/v2/api-keys",
            "/iam/v2/identity-providers",
            "/org/v2/organizations",
            "/org/v2/environments");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final InstantSource clock;
    private final Map<String, Map<String, JsonNode>> objects = new LinkedHashMap<>();
    private final List<JsonNode> costs = new ArrayList<>();
    private final List<JsonNode> points = new ArrayList<>();
    private final Set<String> forbidden = new TreeSet<>();
    private final Set<String> absent = new TreeSet<>();
    private final Set<String> repeating = new TreeSet<>();
    private final Set<String> endless = new TreeSet<>();
    private final Map<String, String> tokens = new TreeMap<>();
    private int pageLimit = Integer.MAX_VALUE;
    private boolean forgetful;
    private boolean cutsOff;
    private int costCalls;
    private final Map<Integer, Runnable> atCostCall = new TreeMap<>();
    private boolean keyExpired;
    private String resetHeader = "Retry-After";

    public ConfluentCloudFake(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Adds an object or replaces it.
     *
     * @param list path of its list, with {@code ?environment=} where lists are per environment
     * @param json with an {@code id}, or a {@code name} where the interface has no ids
     */
    public synchronized void put(String list, String json) {
        JsonNode object = JSON.readTree(json);
        String id = object.path("id").isObject()
                ? object.path("info").path("name").asString("")
                : object.path("id").asString(object.path("name").asString(""));
        objects.computeIfAbsent(list, absent -> new LinkedHashMap<>()).put(id, object);
    }

    /** Deletes an object, as somebody in the organization would. */
    public synchronized void remove(String list, String id) {
        objects.getOrDefault(list, Map.of()).remove(id);
    }

    public synchronized void cost(String json) {
        costs.add(JSON.readTree(json));
    }

    /** Forgets all cost rows of a day, as if it were restated. */
    public synchronized void clearCosts(LocalDate day) {
        costs.removeIf(row -> row.path("start_date").asString("").startsWith(day.toString()));
    }

    /** A point with {@code metric}, {@code timestamp}, {@code value} and labels. */
    public synchronized void point(String json) {
        points.add(JSON.readTree(json));
    }

    /** Lets pages be shorter than asked, as the service may. */
    public synchronized void pagesOf(int entries) {
        pageLimit = entries;
    }

    /** Forgets hours of metrics that began more than a week ago, as the service does. */
    public synchronized void forgetMetricsAfterAWeek() {
        forgetful = true;
    }

    /** Answers about metrics end at the most groups without a word of a next page. */
    public synchronized void cutMetricsOff() {
        cutsOff = true;
    }

    /** Something happens just before the given call of the Costs API is answered, counted from 1. */
    public synchronized void beforeCostCall(int call, Runnable happening) {
        atCostCall.put(call, happening);
    }

    /** Status 403 for paths that begin so. */
    public synchronized void forbid(String pathPrefix) {
        forbidden.add(pathPrefix);
    }

    /** Status 404 for paths that begin so. */
    public synchronized void hide(String pathPrefix) {
        absent.add(pathPrefix);
    }

    public synchronized void allow(String pathPrefix) {
        forbidden.remove(pathPrefix);
    }

    public synchronized void expireKey() {
        keyExpired = true;
    }

    /** The first page of this list says that it is its own next one. */
    public synchronized void repeat(String path) {
        repeating.add(path);
    }

    /** Each page of this list has a next one. */
    public synchronized void neverEnd(String path) {
        endless.add(path);
    }

    /** In which header a throttled call says how long to wait. */
    public synchronized void resetIn(String header) {
        resetHeader = header;
    }

    @Override
    protected boolean isMetering(Request request) {
        return true;
    }

    @Override
    protected synchronized Reply refusal(Fault fault) {
        return fault instanceof Fault.Throttle throttle
                ? new Reply(
                        429,
                        Map.of(resetHeader, String.valueOf(throttle.retryAfter().toSeconds())),
                        "{\"errors\":[{\"status\":\"429\"}]}")
                : Reply.json(500, "{\"errors\":[{\"status\":\"500\"}]}");
    }

    @Override
    protected synchronized Reply answer(Request request) {
        String pair = Base64.getEncoder().encodeToString((KEY + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        if (keyExpired || !request.header("authorization").equals("Basic " + pair)) {
            return error(401, "invalid API key");
        }
        String path = request.path();
        if (forbidden.stream().anyMatch(path::startsWith)) {
            return error(403, "Forbidden Access");
        }
        if (absent.stream().anyMatch(path::startsWith)) {
            return error(404, "not here");
        }
        if (path.equals(METRICS)) {
            return request.method().equals("POST") ? metrics(request) : error(405, "POST only");
        }
        if (!request.method().equals("GET")) {
            return error(405, "GET only");
        }
        if (path.equals(COSTS)) {
            return costs(request);
        }
        if (path.startsWith("/connect/v1/environments/") && path.endsWith("/connectors")) {
            return connectors(request);
        }
        if (LISTS.contains(path) || path.matches("/iam/v2/identity-providers/[^/]+/identity-pools|" + STATEMENTS)) {
            return list(request, path, Set.of("page_size", "page_token"));
        }
        if (PER_ENVIRONMENT.contains(path)) {
            String environment = request.query("environment");
            return environment.isEmpty()
                    ? error(400, "environment is required")
                    : list(
                            request,
                            path + "?environment=" + environment,
                            Set.of("page_size", "page_token", "environment"));
        }
        return error(404, "no such resource");
    }

    private Reply list(Request request, String key, Set<String> known) {
        int size = size(request, OBJECT_CAP, 10);
        if (size < 0 || !unknown(request, known).isEmpty()) {
            return error(400, "page_size or an unknown parameter " + unknown(request, known));
        }
        return page(request, List.copyOf(objects.getOrDefault(key, Map.of()).values()), size);
    }

    private Reply connectors(Request request) {
        if (!URLDecoder.decode(request.query("expand"), StandardCharsets.UTF_8).equals("info,status,id")) {
            return error(400, "expand");
        }
        ObjectNode all = JSON.createObjectNode();
        objects.getOrDefault(request.path(), Map.of()).forEach(all::set);
        return Reply.json(200, JSON.writeValueAsString(all));
    }

    private Reply costs(Request request) {
        costCalls++;
        atCostCall.getOrDefault(costCalls, () -> {}).run();
        int size = size(request, COST_CAP, 5000);
        Set<String> unknown = unknown(request, Set.of("start_date", "end_date", "page_size", "page_token"));
        if (size < 0 || !unknown.isEmpty()) {
            return error(400, "page_size or an unknown parameter " + unknown);
        }
        try {
            LocalDate start = LocalDate.parse(request.query("start_date"));
            LocalDate end = LocalDate.parse(request.query("end_date"));
            LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
            if (!start.isBefore(end) || end.isAfter(start.plusMonths(1))) {
                return error(400, "the range is at most one month");
            }
            if (start.isBefore(today.minusYears(1))) {
                return error(400, "start_date is at most one year back");
            }
            return page(
                    request,
                    costs.stream().filter(row -> overlaps(row, start, end)).toList(),
                    size);
        } catch (DateTimeException e) {
            return error(400, "start_date and end_date are YYYY-MM-DD");
        }
    }

    private static boolean overlaps(JsonNode row, LocalDate start, LocalDate end) {
        String from = row.path("start_date").asString("");
        String to = row.path("end_date").asString(from);
        return from.compareTo(end.toString()) < 0
                && (to.compareTo(start.toString()) > 0 || from.compareTo(start.toString()) >= 0);
    }

    private Reply metrics(Request request) {
        JsonNode asked = JSON.readTree(request.body());
        String metric = asked.path("aggregations").path(0).path("metric").asString("");
        Set<String> clusters = new TreeSet<>();
        asked.path("filter").path("filters").forEach(filter -> {
            if (filter.path("field").asString("").equals("resource.kafka.id")) {
                clusters.add(filter.path("value").asString(""));
            }
        });
        String[] interval = asked.path("intervals").path(0).asString("/").split("/", 2);
        if (clusters.isEmpty()
                || !asked.path("granularity").asString("").equals("PT1H")
                || asked.path("aggregations").size() != 1
                || asked.path("limit").asInt(0) > GROUP_CAP) {
            return error(400, "a filter on resource.kafka.id, PT1H, one aggregation and a limit of 1000 are wanted");
        }
        List<JsonNode> found = points.stream()
                .filter(point -> point.path("metric").asString("").equals(metric)
                        && clusters.contains(point.path("resource.kafka.id").asString(""))
                        && point.path("timestamp").asString("").compareTo(interval[0]) >= 0
                        && !(forgetful
                                && Instant.parse(point.path("timestamp").asString(""))
                                        .isBefore(clock.instant().minus(Duration.ofDays(7))))
                        && point.path("timestamp").asString("").compareTo(interval[1]) < 0)
                .toList();
        int from = request.query("page_token").isEmpty() ? 0 : Integer.parseInt(request.query("page_token"));
        int to = Math.min(found.size(), from + Math.min(pageLimit, GROUP_CAP));
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        found.subList(from, to).forEach(point -> data.add(((ObjectNode) point.deepCopy()).without("metric")));
        if (to < found.size() && !cutsOff) {
            answer.putObject("meta").putObject("pagination").put("next_page_token", String.valueOf(to));
        }
        return Reply.json(200, JSON.writeValueAsString(answer));
    }

    private Reply page(Request request, List<JsonNode> all, int size) {
        String token = request.query("page_token");
        String question =
                request.target().replaceAll("[?&]page_token=[^&]*", "").replace('?', '&');
        if (!token.isEmpty() && !question.equals(tokens.get(token))) {
            return error(400, "the page_token belongs to another question");
        }
        int from = token.isEmpty() ? 0 : Integer.parseInt(token.substring(token.indexOf('-') + 1));
        int to = Math.min(all.size(), from + Math.min(size, pageLimit));
        boolean again = repeating.contains(request.path());
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        all.subList(
                        again ? 0 : Math.min(from, all.size()),
                        again ? Math.min(all.size(), 1) : Math.max(to, Math.min(from, all.size())))
                .forEach(data::add);
        ObjectNode metadata = answer.putObject("metadata");
        if (endless.contains(request.path())) {
            data.add(JSON.createObjectNode().put("id", "more-" + from).put("start_date", request.query("start_date")));
            next(metadata, request, question, "t+" + (from + 1) + "-" + (from + 1));
        } else if (again || to < all.size()) {
            next(metadata, request, question, "t+" + tokens.size() + "-" + to);
        } else {
            metadata.putNull("next");
        }
        return Reply.json(200, JSON.writeValueAsString(answer));
    }

    /**
     * The address of the next page names another host: a client that follows it would send its key there. The token has a plus sign as
     * it stands, as tokens of base64 do: a client that decodes and encodes it would change it.
     */
    private void next(ObjectNode metadata, Request request, String question, String token) {
        tokens.put(token, question);
        metadata.put("next", "https://elsewhere.invalid" + request.path() + "?page_token=" + token + "&page_size=1");
    }

    private static int size(Request request, int cap, int fallback) {
        String text = request.query("page_size");
        int size = text.isEmpty() ? fallback : text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
        return size < 1 || size > cap ? -1 : size;
    }

    private static Set<String> unknown(Request request, Set<String> known) {
        Set<String> unknown = new TreeSet<>();
        int query = request.target().indexOf('?');
        if (query >= 0) {
            for (String pair : request.target().substring(query + 1).split("&", -1)) {
                unknown.add(pair.substring(0, Math.max(0, pair.indexOf('='))));
            }
        }
        unknown.removeAll(known);
        return unknown;
    }

    private static Reply error(int status, String detail) {
        ObjectNode error = JSON.createObjectNode();
        error.putArray("errors")
                .addObject()
                .put("status", String.valueOf(status))
                .put("detail", detail);
        return Reply.json(status, JSON.writeValueAsString(error));
    }
}
