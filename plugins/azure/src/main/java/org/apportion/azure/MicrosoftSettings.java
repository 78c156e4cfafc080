package org.apportion.azure;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apportion.http.HttpLimits;
import org.apportion.http.PluginSettings;
import org.apportion.spi.metering.MarketplaceSettings;

/**
 * The settings of {@code microsoft}. Each is documented in {@code docs/reference/marketplaces.md}.
 *
 * @param resourceUri of a managed application; empty with {@code resourceId} empty too: asked from the instance's resource group
 * @param resourceId the subscription of a SaaS offer
 * @param noSubscription the customer, if he is named and is no subscription: his id is for csp-config alone, as the adapter has it
 */
record MicrosoftSettings(
        Optional<String> resourceUri,
        Optional<String> resourceId,
        Optional<String> noSubscription,
        String plan,
        Identity identity,
        Optional<String> clientId,
        Optional<String> tenantId,
        Optional<String> federatedTokenFile,
        URI endpoint,
        URI metadataEndpoint,
        URI managementEndpoint,
        URI authority,
        Duration deadline) {

    /** How a token is obtained. */
    enum Identity {
        /** The managed identity of the virtual machine or node. */
        MANAGED,
        /** A federated token of a Kubernetes service account. */
        WORKLOAD,
        /** An application with a secret. */
        SECRET
    }

    static final Set<String> NAMES = Set.of(
            "resource-uri",
            "resource-id",
            "plan-id",
            "identity",
            "client-id",
            "tenant-id",
            "federated-token-file",
            "client-secret",
            "endpoint",
            "metadata-endpoint",
            "management-endpoint",
            "authority",
            "deadline");
    private static final int PLAN = 2;
    /** Subscriptions of SaaS offers are GUIDs. */
    private static final Pattern SUBSCRIPTION = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final Map<String, String> ADAPTER_VARIABLES =
            Map.of("resource-uri", "EXTENSION_RESOURCE_ID", "plan-id", "PLAN_ID", "client-id", "CLIENT_ID");
    /** What the webhook of Azure's workload identity puts into a pod. */
    private static final Map<String, String> POD_VARIABLES = Map.of(
            "client-id", "AZURE_CLIENT_ID",
            "tenant-id", "AZURE_TENANT_ID",
            "federated-token-file", "AZURE_FEDERATED_TOKEN_FILE");

    static MicrosoftSettings of(MarketplaceSettings given, Map<String, String> environment) {
        PluginSettings settings = withEnvironment(new PluginSettings("microsoft", given.settings()), environment);
        Optional<String> uri = settings.text("resource-uri");
        Optional<String> named = settings.text("resource-id");
        Optional<String> customer =
                given.customer().map(String::strip).filter(text -> named.isEmpty() && uri.isEmpty() && !text.isEmpty());
        Optional<String> id = named.or(
                () -> customer.filter(text -> SUBSCRIPTION.matcher(text).matches()));
        if (uri.isPresent() && id.isPresent()) {
            throw settings.wrong("resource-uri", "stands beside resource-id", "Keep the one that the offer has.");
        }
        Identity identity = switch (settings.word("identity", "managed", "workload", "secret")) {
            case "workload" -> Identity.WORKLOAD;
            case "secret" -> Identity.SECRET;
            default -> Identity.MANAGED;
        };
        if (identity != Identity.MANAGED) {
            settings.required("client-id");
            settings.required("tenant-id");
            settings.address("authority")
                    .filter(address -> !"https".equals(address.getScheme()))
                    .ifPresent(address -> {
                        throw settings.wrong("authority", "is not encrypted", "Write it as https://host.");
                    });
        }
        if (identity == Identity.WORKLOAD) {
            settings.required("federated-token-file");
        }
        if (identity == Identity.SECRET && !given.secrets().containsKey("client-secret")) {
            throw settings.wrong("client-secret", "is missing", "Give it as a reference to a secret.");
        }
        return new MicrosoftSettings(
                uri,
                id,
                customer.filter(text -> id.isEmpty()),
                settings.text("plan-id").orElseGet(() -> planOf(given.productCode(), settings)),
                identity,
                settings.text("client-id"),
                settings.text("tenant-id"),
                settings.text("federated-token-file"),
                settings.address("endpoint").orElse(URI.create("https://marketplaceapi.microsoft.com")),
                settings.address("metadata-endpoint").orElse(URI.create("http://169.254.169.254")),
                settings.address("management-endpoint").orElse(URI.create("https://management.azure.com")),
                settings.address("authority").orElse(URI.create("https://login.microsoftonline.com")),
                settings.duration("deadline").orElse(HttpLimits.service().deadline()));
    }

    /** A SaaS subscription is named by the configuration alone. */
    private static PluginSettings withEnvironment(PluginSettings given, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(ADAPTER_VARIABLES);
        if (given.text("resource-id").isPresent()) {
            variables.remove("resource-uri");
        }
        PluginSettings filled = given.orEnvironment(variables, environment);
        return filled.text("identity").orElse("").equals("workload")
                ? filled.orEnvironment(POD_VARIABLES, environment)
                : filled;
    }

    private static String planOf(String productCode, PluginSettings settings) {
        List<String> parts = List.of(productCode.split(":", -1));
        if (parts.size() <= PLAN || parts.get(PLAN).isBlank()) {
            throw settings.wrong(
                    "plan-id", "is missing", "Set it, or write the product code as publisher:product:plan:version.");
        }
        return parts.get(PLAN);
    }
}
