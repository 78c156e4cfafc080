package org.apportion.testkit.marketplace;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Google's usage-based billing agent ({@code ubbagent}): {@code POST /report} queues one metric, {@code GET /status} tells how its reports
 * went. Strict: RFC 3339 times, a whole number, a known metric. It has no idempotency key: what is posted twice counts twice.
 */
public final class UbbAgentFake extends FakeHttpService {
    private final Set<String> metrics;
    private final List<AcceptedUsage> queued = new ArrayList<>();
    private String lastSuccess = "2026-11-01T12:00:00Z";
    private int failures;

    public UbbAgentFake(Set<String> metrics) {
        this.metrics = Set.copyOf(metrics);
    }

    /** Everything queued, in order. */
    public synchronized List<AcceptedUsage> queued() {
        return List.copyOf(queued);
    }

    /** Lets the status tell that so many reports in a row have failed. */
    public synchronized void failing(int inARow) {
        failures = inARow;
    }

    /** Lets the status tell another time of the last success; {@code 0001-01-01T00:00:00Z} means never. */
    public synchronized void lastSuccess(String time) {
        lastSuccess = time;
    }

    @Override
    protected boolean isMetering(Request request) {
        return request.path().equals("/report");
    }

    @Override
    protected Reply refusal(Fault fault) {
        return fault instanceof Fault.Throttle throttle
                ? new Reply(
                        429,
                        Map.of(
                                "Retry-After",
                                String.valueOf(throttle.retryAfter().toSeconds())),
                        "busy")
                : Reply.text(500, "error adding report");
    }

    @Override
    protected synchronized Reply answer(Request request) {
        return switch (request.method() + " " + request.target()) {
            case "GET /status" ->
                Reply.json(
                        200,
                        JsonText.write(JsonText.object()
                                .put("lastReportSuccess", lastSuccess)
                                .put("currentFailureCount", failures)
                                .put("totalFailureCount", failures)));
            case "POST /report" -> report(JsonText.read(request.body()));
            default -> Reply.text(404, "404 page not found");
        };
    }

    private Reply report(JsonNode body) {
        JsonNode value = body.path("value").path("int64Value");
        if (!JsonText.unknownMembers(body, Set.of("name", "startTime", "endTime", "value"))
                        .isEmpty()
                || !metrics.contains(JsonText.text(body, "name"))
                || !value.isIntegralNumber()) {
            return Reply.text(400, "invalid report");
        }
        try {
            Instant start = Instant.parse(JsonText.text(body, "startTime"));
            Instant end = Instant.parse(JsonText.text(body, "endTime"));
            if (start.isAfter(end)) {
                return Reply.text(400, "invalid report");
            }
            queued.add(new AcceptedUsage("", JsonText.text(body, "name"), end, value.decimalValue(), "", ""));
            return Reply.text(200, "");
        } catch (DateTimeException e) {
            return Reply.text(400, "invalid report");
        }
    }
}
