package org.apportion.kubernetes;

import java.util.Map;
import java.util.Set;
import org.apportion.http.PluginSettings;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.DocumentStoreProvider;

/** Opens the store {@code kubernetes}. Settings: {@code docs/reference/marketplaces.md}. */
public final class KubernetesStoreProvider implements DocumentStoreProvider {
    private final Map<String, String> environment;

    public KubernetesStoreProvider() {
        this(System.getenv());
    }

    KubernetesStoreProvider(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public DocumentStore open(Map<String, String> given, Map<String, Secret> secrets) {
        PluginSettings settings = new PluginSettings("kubernetes", given)
                .requireOnly(
                        Set.of("api-server", "kubeconfig", "namespace", "cache-name", "config-name", "archive-name"))
                .orEnvironment(Map.of("namespace", "ADAPTER_NAMESPACE"), environment);
        String namespace = settings.required("namespace");
        return new KubernetesStore(
                SharedClients.OF_PROCESS.client(settings, secrets),
                namespace,
                settings.text("cache-name").orElse("csp-adapter-cache"),
                settings.text("config-name").orElse("csp-config"),
                settings.text("archive-name").orElse("metering-archive"));
    }
}
