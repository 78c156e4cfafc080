package org.apportion.kubernetes;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.http.PluginSettings;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.ProductUsageProvider;

/**
 * Opens the usage {@code kubernetes}: a cluster-scoped custom resource. Its four settings are the environment variables of the
 * billing adapter's plugin, which count where a setting is absent; a missing one is told by that name.
 */
public final class KubernetesUsageProvider implements ProductUsageProvider {
    private static final List<Map.Entry<String, String>> NEEDED = List.of(
            Map.entry("usage-api-group", "USAGE_API_GROUP"),
            Map.entry("usage-api-version", "USAGE_API_VERSION"),
            Map.entry("usage-crd-plural", "USAGE_CRD_PLURAL"),
            Map.entry("usage-resource", "USAGE_RESOURCE"));

    private final Map<String, String> environment;

    public KubernetesUsageProvider() {
        this(System.getenv());
    }

    KubernetesUsageProvider(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public ProductUsage open(Map<String, String> given, Map<String, Secret> secrets, InstantSource clock) {
        PluginSettings settings = new PluginSettings("kubernetes", given)
                .requireOnly(Stream.concat(
                                Stream.of("api-server", "kubeconfig"),
                                NEEDED.stream().map(Map.Entry::getKey))
                        .collect(Collectors.toSet()))
                .orEnvironment(
                        NEEDED.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)), environment);
        for (Map.Entry<String, String> needed : NEEDED) {
            if (settings.text(needed.getKey()).isEmpty()) {
                throw new ApportionException(
                        KubernetesError.KUBERNETES_SETTING_WRONG,
                        "kubernetes." + needed.getKey(),
                        "Unable to log current usage data. Environment variable: \"" + needed.getValue()
                                + "\" is missing and is required to get usage data.",
                        "Set it.");
            }
        }
        String path = "/apis/" + segment(settings, "usage-api-group") + "/" + segment(settings, "usage-api-version")
                + "/" + segment(settings, "usage-crd-plural") + "/" + segment(settings, "usage-resource");
        return new KubernetesUsage(SharedClients.OF_PROCESS.client(settings, secrets), path, clock);
    }

    private static String segment(PluginSettings settings, String name) {
        String text = settings.required(name);
        if (!text.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
            throw new ApportionException(
                    KubernetesError.KUBERNETES_SETTING_WRONG,
                    "kubernetes." + name,
                    "the setting is not a name of Kubernetes.",
                    "Use letters, digits, dots and dashes.");
        }
        return text;
    }
}
