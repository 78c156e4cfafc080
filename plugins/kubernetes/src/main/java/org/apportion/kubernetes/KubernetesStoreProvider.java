package org.apportion.kubernetes;

import java.util.Map;
import org.apportion.http.PluginSettings;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.DocumentStoreProvider;

/** Opens the store {@code kubernetes}. Settings: {@code docs/reference/marketplaces.md}. */
public final class KubernetesStoreProvider implements DocumentStoreProvider {

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public DocumentStore open(Map<String, String> given, Map<String, Secret> secrets) {
        PluginSettings settings = new PluginSettings("kubernetes", given);
        String namespace = settings.required("namespace");
        return new KubernetesStore(
                Cluster.open(settings, secrets),
                namespace,
                settings.text("cache-secret").orElse("csp-adapter-cache"),
                settings.text("config-map").orElse("csp-config"),
                settings.text("archive-map").orElse("metering-archive"));
    }
}
