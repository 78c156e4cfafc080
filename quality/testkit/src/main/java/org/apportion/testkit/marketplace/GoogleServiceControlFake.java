package org.apportion.testkit.marketplace;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google Service Control v1 ({@code services.check}, {@code services.report}) with a token endpoint and the metadata server's identity
 * token, strict: a bearer token of its own, unknown members refused, an operation id that counts once, whole quantities as text, a
 * start before the end, no future. An operation that fails is a {@code reportErrors} entry; the others count.
 */
public final class GoogleServiceControlFake extends FakeHttpService {
    /** The access token that the fake gives and wants. */
    public static final String TOKEN = "token-of-service-control";

    private static final int INVALID_ARGUMENT = 3;
    private static final int UNAVAILABLE = 14;
    private static final Set<String> MEMBERS = Set.of(
            "operationId", "operationName", "consumerId", "startTime", "endTime", "metricValueSets", "userLabels");

    private final InstantSource clock;
    private final String service;
    private final String consumer;
    private final Set<String> dimensions;
    private final Duration lateWindow;
    private final List<AcceptedUsage> accepted = new ArrayList<>();
    private String checkError = "";
    private int unavailable;

    /** @param lateWindow older operations are refused */
    public GoogleServiceControlFake(
            InstantSource clock, String service, String consumer, Set<String> dimensions, Duration lateWindow) {
        this.clock = clock;
        this.service = service;
        this.consumer = consumer;
        this.dimensions = Set.copyOf(dimensions);
        this.lateWindow = lateWindow;
    }

    /** Everything that would be billed, in order of acceptance. */
    public synchronized List<AcceptedUsage> accepted() {
        return List.copyOf(accepted);
    }

    /** Lets each check answer with this error, such as {@code BILLING_DISABLED}; an empty text ends it. */
    public synchronized void checkError(String code) {
        checkError = code;
    }

    /** The last {@code count} operations of the next report fail as unavailable. */
    public synchronized void failPartly(int count) {
        unavailable = count;
    }

    @Override
    protected boolean isMetering(Request request) {
        return request.path().endsWith(":report");
    }

    @Override
    protected Reply refusal(Fault fault) {
        if (fault instanceof Fault.Throttle throttle) {
            return new Reply(
                    429,
                    Map.of("Retry-After", String.valueOf(throttle.retryAfter().toSeconds())),
                    "{\"error\":{\"code\":429,\"message\":\"Quota exceeded\",\"status\":\"RESOURCE_EXHAUSTED\"}}");
        }
        if (fault instanceof Fault.ClockSkew || fault instanceof Fault.ExpiredCredentials) {
            return error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
        }
        return error(500, "INTERNAL", "Internal error encountered.");
    }

    @Override
    protected synchronized Reply answer(Request request) {
        if (request.path().equals("/token")) {
            return request.body().contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer")
                    ? Reply.json(
                            200, "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}")
                    : Reply.json(400, "{\"error\":\"invalid_grant\"}");
        }
        if (request.path().equals("/computeMetadata/v1/instance/service-accounts/default/identity")) {
            return request.header("metadata-flavor").equals("Google")
                            && !request.query("audience").isEmpty()
                            && request.query("format").equals("full")
                    ? Reply.text(200, "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln")
                    : Reply.text(403, "");
        }
        if (!request.header("authorization").equals("Bearer " + TOKEN)) {
            return error(401, "UNAUTHENTICATED", "Request is missing required authentication credential.");
        }
        if (request.path().equals("/v1/services/" + service + ":check")) {
            return check(JsonText.read(request.body()));
        }
        return request.path().equals("/v1/services/" + service + ":report")
                ? report(JsonText.read(request.body()))
                : error(404, "NOT_FOUND", "no such service");
    }

    private Reply check(JsonNode body) {
        ObjectNode answer = JsonText.object();
        answer.put("operationId", JsonText.text(body.path("operation"), "operationId"));
        if (!checkError.isEmpty()
                || !JsonText.text(body.path("operation"), "consumerId").equals(consumer)) {
            answer.putArray("checkErrors")
                    .addObject()
                    .put("code", checkError.isEmpty() ? "CONSUMER_INVALID" : checkError)
                    .put("detail", "the consumer cannot be charged");
        }
        return Reply.json(200, JsonText.write(answer));
    }

    private Reply report(JsonNode body) {
        JsonNode operations = body.path("operations");
        if (!operations.isArray() || operations.isEmpty() || body.size() != 1) {
            return error(400, "INVALID_ARGUMENT", "operations are missing");
        }
        ArrayNode errors = JsonText.array();
        for (int i = 0; i < operations.size(); i++) {
            JsonNode operation = operations.get(i);
            String problem = problem(operation);
            if (!problem.isEmpty()) {
                addError(errors, operation, INVALID_ARGUMENT, problem);
            } else if (i >= operations.size() - unavailable) {
                addError(errors, operation, UNAVAILABLE, "try again");
            } else {
                keep(operation);
            }
        }
        unavailable = 0;
        ObjectNode answer = JsonText.object();
        if (!errors.isEmpty()) {
            answer.set("reportErrors", errors);
        }
        answer.put("serviceConfigId", "2026-01-01r0");
        return Reply.json(200, JsonText.write(answer));
    }

    private void keep(JsonNode operation) {
        String id = JsonText.text(operation, "operationId");
        if (accepted.stream().noneMatch(before -> before.key().equals(id))) {
            JsonNode set = operation.path("metricValueSets").get(0);
            accepted.add(new AcceptedUsage(
                    consumer,
                    JsonText.text(set, "metricName").substring(service.length() + 1),
                    Instant.parse(JsonText.text(operation, "endTime")),
                    new BigDecimal(JsonText.text(set.path("metricValues").get(0), "int64Value")),
                    "",
                    id));
        }
    }

    private String problem(JsonNode operation) {
        if (!JsonText.unknownMembers(operation, MEMBERS).isEmpty()
                || JsonText.text(operation, "operationId").isEmpty()
                || JsonText.text(operation, "operationName").isEmpty()) {
            return "the operation is malformed";
        }
        if (!JsonText.text(operation, "consumerId").equals(consumer)) {
            return "no such consumer";
        }
        JsonNode sets = operation.path("metricValueSets");
        String metric = JsonText.text(sets.path(0), "metricName");
        if (sets.size() != 1
                || !metric.startsWith(service + "/")
                || !dimensions.contains(metric.substring(service.length() + 1))) {
            return "no such metric";
        }
        JsonNode values = sets.path(0).path("metricValues");
        if (values.size() != 1 || !JsonText.text(values.path(0), "int64Value").matches("[0-9]{1,19}")) {
            return "int64Value is not a text of digits";
        }
        try {
            Instant start = Instant.parse(JsonText.text(operation, "startTime"));
            Instant end = Instant.parse(JsonText.text(operation, "endTime"));
            boolean inTime = !end.isAfter(clock.instant())
                    && !end.isBefore(clock.instant().minus(lateWindow));
            return start.isBefore(end) && inTime ? "" : "the times are out of range";
        } catch (DateTimeException e) {
            return "the times are malformed";
        }
    }

    private static void addError(ArrayNode errors, JsonNode operation, int code, String message) {
        errors.addObject()
                .put("operationId", JsonText.text(operation, "operationId"))
                .putObject("status")
                .put("code", code)
                .put("message", message);
    }

    private static Reply error(int status, String word, String message) {
        ObjectNode body = JsonText.object();
        body.putObject("error").put("code", status).put("message", message).put("status", word);
        return Reply.json(status, JsonText.write(body));
    }
}
