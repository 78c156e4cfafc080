package org.apportion.prometheus;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;
import org.apportion.testkit.marketplace.ProductUsageKit;

/** A server that answers instant queries with what it is told, each query by its text. */
final class UsagePrometheus extends FakeHttpService implements ProductUsageKit.Product {
    static final Instant NOW = Instant.parse("2026-11-01T12:30:00.250Z");
    private static final String ONE_EACH = """
            - {metric: nodes, query: nodes}
            - {metric: users, query: users}
            - {metric: hours, query: hours}
            - {metric: items, query: items}
            - {metric: ä-b.c, query: ä-b.c}
            """;

    final MovableClock clock = MovableClock.at(NOW.toString());
    final Map<String, String> settings = new HashMap<>();
    private final Map<String, Secret> secrets = new HashMap<>();
    private final Map<String, Reply> replies = new HashMap<>();
    private ProductUsage usage;

    UsagePrometheus() {
        settings.put("url", uri().toString());
        usage = asking(ONE_EACH);
    }

    /** The usage with these queries. */
    ProductUsage asking(String queries) {
        settings.put("queries", queries + "\n");
        usage = new PrometheusUsageProvider().open(Map.copyOf(settings), Map.copyOf(secrets), clock);
        return usage;
    }

    /** What is answered as data to a query; others have no series. */
    UsagePrometheus answer(String query, String data) {
        return reply(query, Reply.json(200, "{\"status\":\"success\",\"data\":" + data + "}"));
    }

    UsagePrometheus reply(String query, Reply reply) {
        replies.put(query, reply);
        return this;
    }

    UsagePrometheus series(String query, String... series) {
        return answer(query, "{\"resultType\":\"vector\",\"result\":[" + String.join(",", series) + "]}");
    }

    /** @param labels such as {@code "tier":"gold"} */
    static String one(String labels, String value) {
        return "{\"metric\":{" + labels + "},\"value\":[1793536200.250,\"" + value + "\"]}";
    }

    @Override
    public ProductUsage usage() {
        return usage;
    }

    @Override
    public Instant now() {
        return NOW;
    }

    /** Samples are binary floating point: fifteen digits are what it holds for sure. */
    @Override
    public BigDecimal read(String value) {
        return new BigDecimal(value, new MathContext(15));
    }

    @Override
    public void tell(Map<String, String> values) {
        replies.clear();
        values.forEach((name, value) -> series(name, one("", value)));
    }

    @Override
    public void tellGarbage() {
        replies.clear();
        reply("nodes", Reply.text(200, "garbage"));
    }

    @Override
    public void stop() {
        close();
    }

    @Override
    protected Reply answer(Request request) {
        Map<String, String> form = FakePrometheus.form(request.body());
        if (!request.path().equals("/api/v1/query") || !form.containsKey("time")) {
            return Reply.json(404, "{}");
        }
        return replies.getOrDefault(
                form.get("query"),
                Reply.json(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}"));
    }

    /** The times that were asked for. */
    String times() {
        return requests().stream()
                .map(request -> FakePrometheus.form(request.body()).get("time"))
                .collect(Collectors.joining(" "));
    }

    @Override
    protected boolean isMetering(Request request) {
        return false;
    }

    @Override
    protected Reply refusal(Fault fault) {
        return Reply.json(500, "{}");
    }
}
