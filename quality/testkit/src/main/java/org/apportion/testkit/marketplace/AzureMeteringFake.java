package org.apportion.testkit.marketplace;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The metering service of the Microsoft commercial marketplace (api-version 2018-08-31) with the token, instance and resource group
 * services around it, strict: a bearer token of the marketplace's own resource, quantities above zero, one event per resource,
 * dimension and UTC hour (a second one is a {@code Duplicate} with the accepted message), events at most 24 hours old, at most 25
 * per batch, unknown members refused, an API version on each call.
 *
 * <p>Reading back sums the events of a day, as the service does. Resource groups are {@code managedBy} the resource of the constructor.
 */
public final class AzureMeteringFake extends FakeHttpService {
    private static final Duration LATE_WINDOW = Duration.ofHours(24);
    private static final int MOST_EVENTS = 25;
    private static final String VERSION = "2018-08-31";
    private static final Set<String> MEMBERS =
            Set.of("resourceId", "resourceUri", "quantity", "dimension", "effectiveStartTime", "planId");

    private final InstantSource clock;
    private final String resource;
    private final String plan;
    private final Set<String> dimensions;
    private final List<AcceptedUsage> accepted = new ArrayList<>();
    private final AzureInstance instance;
    private int rejectedTokens;
    private int leftOut;

    /**
     * @param clock the service's own time
     * @param resource the resource URI of a managed application, or the subscription id of a SaaS offer
     */
    public AzureMeteringFake(InstantSource clock, String resource, String plan, Set<String> dimensions) {
        this.clock = clock;
        this.resource = resource;
        this.plan = plan;
        this.dimensions = Set.copyOf(dimensions);
        this.instance = new AzureInstance(clock, resource);
    }

    /** Everything that would be billed, in order of acceptance. */
    public synchronized List<AcceptedUsage> accepted() {
        return List.copyOf(accepted);
    }

    /** Refuses the tokens of the next {@code count} metering calls with status 401. */
    public synchronized void rejectTokens(int count) {
        rejectedTokens = count;
    }

    /** The last {@code count} events of the next batch are accepted but missing in the answer. */
    public synchronized void leaveOutOfAnswer(int count) {
        leftOut = count;
    }

    /** Lets the instance have no managed application. */
    public void unmanaged() {
        instance.managedBy("");
    }

    /** The versions that the instance metadata service offers; {@code 2020-09-01} is needed. */
    public void metadataVersions(List<String> versions) {
        instance.versions(versions);
    }

    @Override
    protected boolean isMetering(Request request) {
        return request.method().equals("POST") && request.path().startsWith("/api/");
    }

    @Override
    protected Reply refusal(Fault fault) {
        if (fault instanceof Fault.Throttle throttle) {
            return new Reply(
                    429,
                    Map.of("Retry-After", String.valueOf(throttle.retryAfter().toSeconds())),
                    "{\"message\":\"Too many requests\",\"code\":\"TooManyRequests\"}");
        }
        if (fault instanceof Fault.ClockSkew || fault instanceof Fault.ExpiredCredentials) {
            return Reply.json(401, "{\"message\":\"The token is expired or not yet valid\",\"code\":\"Unauthorized\"}");
        }
        return Reply.json(500, "{\"message\":\"Internal server error\",\"code\":\"InternalServerError\"}");
    }

    @Override
    protected synchronized Reply answer(Request request) {
        if (!request.path().startsWith("/api/")) {
            return instance.answer(request);
        }
        if (!request.header("authorization").equals("Bearer " + AzureInstance.MARKETPLACE_TOKEN)) {
            return Reply.json(403, "{\"message\":\"The token has not expected permissions\",\"code\":\"Forbidden\"}");
        }
        if (rejectedTokens > 0) {
            rejectedTokens--;
            return refusal(new Fault.ExpiredCredentials());
        }
        if (!request.query("api-version").equals(VERSION)) {
            return badArgument("api-version", "The api-version is invalid.");
        }
        return switch (request.method() + " " + request.path()) {
            case "POST /api/usageEvent" -> single(request);
            case "POST /api/batchUsageEvent" -> batch(request);
            case "GET /api/usageEvents" -> readBack(request);
            default -> Reply.json(404, "{\"code\":\"NotFound\"}");
        };
    }

    private Reply single(Request request) {
        if (!request.header("content-type").equals("application/json")) {
            return badArgument("Content-Type", "The content type is not supported.");
        }
        ObjectNode result = meter(JsonText.read(request.body()));
        String status = JsonText.text(result, "status");
        return switch (status) {
            case "Accepted" -> Reply.json(200, JsonText.write(result));
            case "Duplicate" -> Reply.json(409, JsonText.write(result.path("error")));
            case "Expired" -> badArgument("effectiveStartTime", "The effectiveStartTime is more than 24 hours ago.");
            case "ResourceNotFound" -> Reply.json(404, "{\"message\":\"not found\",\"code\":\"ResourceNotFound\"}");
            default ->
                Reply.json(
                        400,
                        JsonText.write(JsonText.object()
                                .put("message", "One or more errors have occurred.")
                                .put("code", status)));
        };
    }

    private Reply batch(Request request) {
        JsonNode events = JsonText.read(request.body()).path("request");
        if (!request.header("content-type").equals("application/json")
                || !events.isArray()
                || events.isEmpty()
                || events.size() > MOST_EVENTS) {
            return badArgument("request", "The batch has 1 to 25 events.");
        }
        ArrayNode results = JsonText.array();
        for (int i = 0; i < events.size(); i++) {
            ObjectNode result = meter(events.get(i));
            if (i < events.size() - leftOut) {
                results.add(result);
            }
        }
        leftOut = 0;
        ObjectNode answer = JsonText.object();
        answer.put("count", results.size());
        answer.set("result", results);
        return Reply.json(200, JsonText.write(answer));
    }

    private ObjectNode meter(JsonNode event) {
        ObjectNode result = JsonText.object();
        String status = problem(event);
        if (status.isEmpty()) {
            Instant start = Instant.parse(JsonText.text(event, "effectiveStartTime"));
            AcceptedUsage usage = new AcceptedUsage(
                    resource,
                    JsonText.text(event, "dimension"),
                    start,
                    JsonText.number(event, "quantity"),
                    "usage-event-" + (accepted.size() + 1),
                    "");
            for (AcceptedUsage before : accepted) {
                if (before.dimension().equals(usage.dimension()) && hour(before).equals(hour(usage))) {
                    return duplicate(event, before);
                }
            }
            accepted.add(usage);
            result.put("usageEventId", usage.recordId());
            status = "Accepted";
        }
        result.put("status", status).put("messageTime", clock.instant().toString());
        event.properties().forEach(member -> result.set(member.getKey(), member.getValue()));
        return result;
    }

    private ObjectNode duplicate(JsonNode event, AcceptedUsage before) {
        ObjectNode result = JsonText.object();
        result.put("status", "Duplicate").put("messageTime", clock.instant().toString());
        event.properties().forEach(member -> result.set(member.getKey(), member.getValue()));
        ObjectNode error = result.putObject("error");
        ObjectNode message = error.putObject("additionalInfo").putObject("acceptedMessage");
        message.put("usageEventId", before.recordId())
                .put("status", "Duplicate")
                .put("messageTime", clock.instant().toString())
                .put("quantity", before.quantity())
                .put("dimension", before.dimension())
                .put("effectiveStartTime", before.timestamp().toString().replace("Z", ""))
                .put("planId", plan);
        error.put("message", "This usage event already exist.").put("code", "Conflict");
        return result;
    }

    private String problem(JsonNode event) {
        if (!JsonText.unknownMembers(event, MEMBERS).isEmpty() || event.has("resourceId") == event.has("resourceUri")) {
            return "BadArgument";
        }
        if (!(JsonText.text(event, "resourceId") + JsonText.text(event, "resourceUri")).equals(resource)) {
            return "ResourceNotFound";
        }
        if (!dimensions.contains(JsonText.text(event, "dimension"))) {
            return "InvalidDimension";
        }
        if (JsonText.number(event, "quantity").signum() <= 0) {
            return "InvalidQuantity";
        }
        if (!JsonText.text(event, "planId").equals(plan)) {
            return "BadArgument";
        }
        try {
            Instant start = Instant.parse(JsonText.text(event, "effectiveStartTime"));
            if (start.isAfter(clock.instant())) {
                return "BadArgument";
            }
            return start.isBefore(clock.instant().minus(LATE_WINDOW)) ? "Expired" : "";
        } catch (DateTimeException e) {
            return "BadArgument";
        }
    }

    private Reply readBack(Request request) {
        Instant from;
        Instant to;
        try {
            from = Instant.parse(decoded(request, "usageStartDate"));
            to = Instant.parse(decoded(request, "UsageEndDate"));
        } catch (DateTimeException e) {
            return badArgument("usageStartDate", "The usageStartDate is invalid.");
        }
        ArrayNode days = JsonText.array();
        for (String dimension : dimensions) {
            accepted.stream()
                    .filter(usage -> usage.dimension().equals(dimension))
                    .map(usage -> usage.timestamp().truncatedTo(ChronoUnit.DAYS))
                    .distinct()
                    .filter(day -> !day.isBefore(from.truncatedTo(ChronoUnit.DAYS)) && !day.isAfter(to))
                    .forEach(day -> days.add(day(dimension, day)));
        }
        days.add(JsonText.object()
                .put("usageDate", from.toString())
                .put("usageResourceId", "another-customer")
                .put("dimension", dimensions.iterator().next())
                .put("reconStatus", "Accepted")
                .put("submittedQuantity", 1000)
                .put("processedQuantity", 1000));
        return Reply.json(200, JsonText.write(days));
    }

    private ObjectNode day(String dimension, Instant day) {
        List<AcceptedUsage> events = accepted.stream()
                .filter(usage -> usage.dimension().equals(dimension))
                .filter(usage -> usage.timestamp().truncatedTo(ChronoUnit.DAYS).equals(day))
                .toList();
        BigDecimal sum = events.stream().map(AcceptedUsage::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        return JsonText.object()
                .put("usageDate", day.toString())
                .put("usageResourceId", resource)
                .put("dimension", dimension)
                .put("planId", plan)
                .put("reconStatus", "Accepted")
                .put("submittedQuantity", sum)
                .put("processedQuantity", sum)
                .put("submittedCount", events.size());
    }

    private static String decoded(Request request, String name) {
        return URLDecoder.decode(request.query(name), StandardCharsets.UTF_8);
    }

    private static Instant hour(AcceptedUsage usage) {
        return usage.timestamp().truncatedTo(ChronoUnit.HOURS);
    }

    private static Reply badArgument(String target, String message) {
        ObjectNode body = JsonText.object();
        body.put("message", "One or more errors have occurred.").put("target", "usageEventRequest");
        body.putArray("details")
                .addObject()
                .put("message", message)
                .put("target", target)
                .put("code", "BadArgument");
        return Reply.json(400, JsonText.write(body.put("code", "BadArgument")));
    }
}
