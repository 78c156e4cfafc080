package org.apportion.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apportion.http.PluginSettings;
import org.apportion.spi.Secret;

/**
 * Finds the cluster: the API server of the settings, else the one around this pod, else the kubeconfig of the settings or of the user.
 * The token of a pod is read anew for each request, because it rotates.
 */
final class Cluster {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final int MILLIS = 10_000;
    private static final int RETRIES = 2;

    private Cluster() {}

    /** Makes no network call. */
    static KubernetesClient open(PluginSettings settings, Map<String, Secret> secrets) {
        Config config = new ConfigBuilder(find(settings, secrets))
                .withRequestRetryBackoffLimit(RETRIES)
                .withConnectionTimeout(MILLIS)
                .withRequestTimeout(MILLIS)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static Config find(PluginSettings settings, Map<String, Secret> secrets) {
        Optional<String> server = settings.address("api-server").map(Object::toString);
        if (server.isPresent()) {
            ConfigBuilder builder = new ConfigBuilder(Config.empty()).withMasterUrl(server.get());
            Secret token = secrets.get("token");
            return token == null
                    ? builder.build()
                    : builder.withOauthTokenProvider(token::reveal).build();
        }
        String host = System.getenv("KUBERNETES_SERVICE_HOST");
        Path token = ACCOUNT.resolve("token");
        if (host != null && Files.isReadable(token)) {
            String port = System.getenv("KUBERNETES_SERVICE_PORT");
            return new ConfigBuilder(Config.empty())
                    .withMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host)
                            + (port == null ? "" : ":" + port))
                    .withCaCertFile(ACCOUNT.resolve("ca.crt").toString())
                    .withOauthTokenProvider(() -> read(token))
                    .build();
        }
        return settings.text("kubeconfig")
                .map(file -> Config.fromKubeconfig(new File(file)))
                .orElseGet(() -> Config.autoConfigure(null));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
