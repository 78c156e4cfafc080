package org.apportion.kubernetes;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;
import org.apportion.testkit.marketplace.ProductUsageKit;

/** An API server with one custom resource. */
final class UsageResource extends FakeHttpService implements ProductUsageKit.Product {
    static final Instant NOW = Instant.parse("2026-11-01T12:30:00Z");

    private volatile Reply reply = Reply.json(404, "{\"kind\":\"Status\",\"code\":404}");
    private final ProductUsage usage = new KubernetesUsageProvider(Map.of())
            .open(
                    Map.of(
                            "api-server",
                            uri().toString(),
                            "usage-api-group",
                            "usage.example.com",
                            "usage-api-version",
                            "v1",
                            "usage-crd-plural",
                            "usages",
                            "usage-resource",
                            "current"),
                    Map.of("token", new Secret(() -> "account-token")),
                    InstantSource.fixed(NOW));

    void tellText(String members) {
        reply = Reply.json(
                200,
                "{\"apiVersion\":\"usage.example.com/v1\",\"kind\":\"Usage\",\"metadata\":{\"name\":\"current\"}"
                        + members + "}");
    }

    @Override
    public ProductUsage usage() {
        return usage;
    }

    @Override
    public Instant now() {
        return NOW;
    }

    @Override
    public void tell(Map<String, String> values) {
        tellText(values.entrySet().stream()
                .map(value -> ",\"" + value.getKey() + "\":" + value.getValue())
                .collect(Collectors.joining()));
    }

    @Override
    public void tellGarbage() {
        tellText(",\"nodes\":\"garbage\"");
    }

    @Override
    public void stop() {
        close();
    }

    @Override
    protected Reply answer(Request request) {
        return request.target().equals("/apis/usage.example.com/v1/usages/current")
                ? reply
                : Reply.json(404, "{\"kind\":\"Status\",\"code\":404}");
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
