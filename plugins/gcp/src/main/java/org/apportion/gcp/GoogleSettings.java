package org.apportion.gcp;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apportion.http.HttpLimits;
import org.apportion.http.PluginSettings;
import org.apportion.spi.metering.MarketplaceSettings;

/**
 * The settings of {@code google}. Each is documented in {@code docs/reference/marketplaces.md}.
 *
 * @param service the service name of the listing, which is the product code
 * @param consumer the usage reporting id of the customer; empty for the agent, which has its own
 */
record GoogleSettings(
        String service,
        String consumer,
        boolean agent,
        String metricPrefix,
        Optional<String> agentId,
        URI endpoint,
        URI metadataEndpoint,
        String identityAudience,
        int operationsPerCall,
        Duration lateWindow,
        Duration deadline) {
    static final Set<String> NAMES = Set.of(
            "api",
            "metric-prefix",
            "agent-id",
            "endpoint",
            "metadata-endpoint",
            "identity-audience",
            "operations-per-call",
            "late-window",
            "deadline",
            "service-account-key");
    private static final Duration LATE_WINDOW = Duration.ofHours(3);

    static GoogleSettings of(MarketplaceSettings given) {
        PluginSettings settings = new PluginSettings("google", given.settings());
        boolean agent = settings.word("api", "service-control", "ubbagent").equals("ubbagent");
        String consumer = given.customer().map(String::strip).orElse("");
        if (given.productCode().isBlank()) {
            throw settings.wrong("product-code", "is missing", "Write the service name of the listing.");
        }
        if (!agent && consumer.isEmpty()) {
            throw settings.wrong(
                    "api", "needs a customer", "Name the customer's usage reporting id, or write ubbagent.");
        }
        return new GoogleSettings(
                given.productCode(),
                consumer,
                agent,
                settings.text("metric-prefix").orElse(given.productCode()),
                settings.text("agent-id"),
                settings.address("endpoint")
                        .orElse(URI.create(agent ? "http://localhost:4567" : "https://servicecontrol.googleapis.com")),
                settings.address("metadata-endpoint").orElse(URI.create("http://metadata.google.internal")),
                settings.text("identity-audience").orElse(given.productCode()),
                operations(settings),
                settings.duration("late-window").orElse(LATE_WINDOW),
                settings.duration("deadline").orElse(HttpLimits.service().deadline()));
    }

    private static int operations(PluginSettings settings) {
        String text = settings.text("operations-per-call").orElse("1");
        if (!text.matches("[1-9][0-9]{0,2}")) {
            throw settings.wrong("operations-per-call", "is not a number from 1 to 999", "Write 1.");
        }
        return Integer.parseInt(text);
    }
}
