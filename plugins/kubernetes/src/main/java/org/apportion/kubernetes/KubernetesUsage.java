package org.apportion.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;
import tools.jackson.databind.JsonNode;

/**
 * Usage in a custom resource: every member but {@code apiVersion}, {@code kind}, {@code metadata}, {@code reporting_time} and
 * {@code base_product} is a metric; a map of numbers is a metric that the product reports per dimension. It is read as text, so
 * that no digit is lost. A reporting time without an offset is UTC.
 */
final class KubernetesUsage implements ProductUsage {
    private static final Set<String> NO_METRICS =
            Set.of("apiVersion", "kind", "metadata", "reporting_time", "base_product");
    private static final int LONGEST_NAME = 60;

    private final SharedClients.Held held;
    private final KubernetesClient client;
    private final String path;
    private final InstantSource clock;

    KubernetesUsage(SharedClients.Held held, String path, InstantSource clock) {
        this.held = held;
        this.client = held.client();
        this.path = path;
        this.clock = clock;
    }

    @Override
    public UsageReading read() {
        JsonNode resource =
                Json.read(get()).filter(JsonNode::isObject).orElseThrow(() -> unreadable("it is no object."));
        Map<String, BigDecimal> metrics = new LinkedHashMap<>();
        Map<String, Map<String, BigDecimal>> dimensions = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : resource.properties()) {
            if (NO_METRICS.contains(member.getKey())) {
                continue;
            }
            if (member.getValue().isObject()) {
                Map<String, BigDecimal> perDimension = new LinkedHashMap<>();
                member.getValue()
                        .properties()
                        .forEach(each -> perDimension.put(each.getKey(), number(each.getKey(), each.getValue())));
                dimensions.put(member.getKey(), perDimension);
            } else {
                metrics.put(member.getKey(), number(member.getKey(), member.getValue()));
            }
        }
        String product = Json.text(resource, "base_product");
        return new UsageReading(
                reportedAt(Json.text(resource, "reporting_time")),
                metrics,
                dimensions,
                product.isEmpty() ? Optional.empty() : Optional.of(product));
    }

    private String get() {
        String text;
        try {
            text = client.raw(path);
        } catch (KubernetesClientException e) {
            throw new ApportionException(
                    KubernetesError.KUBERNETES_FAILED,
                    path,
                    "Failed to get usage data. " + Redaction.clean(e),
                    "Check the API server and that the service account may get the resource.",
                    e);
        }
        if (text == null) {
            throw new ApportionException(
                    KubernetesError.KUBERNETES_USAGE_MISSING,
                    path,
                    "Usage resource not found. Unable to log current usage.",
                    "Let the product create it, or correct the four usage settings.");
        }
        return text;
    }

    private Instant reportedAt(String text) {
        if (text.isEmpty()) {
            return clock.instant();
        }
        try {
            return text.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})$")
                    ? OffsetDateTime.parse(text.replace(' ', 'T')).toInstant()
                    : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw unreadable("reporting_time is not a time.");
        }
    }

    private BigDecimal number(String name, JsonNode value) {
        if (!value.isNumber()) {
            String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
            throw unreadable("the metric '" + Redaction.clean(shown) + "' is not a number.");
        }
        return value.decimalValue();
    }

    private ApportionException unreadable(String problem) {
        return new ApportionException(
                KubernetesError.KUBERNETES_USAGE_UNREADABLE,
                path,
                "the usage cannot be read: " + problem,
                "Mend what the product writes into the resource.");
    }

    @Override
    public void close() {
        held.close();
    }
}
