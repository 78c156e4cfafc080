package org.apportion.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.testkit.marketplace.DocumentStoreKit;

class KubernetesStoreKitTest extends DocumentStoreKit {
    static final String NAMESPACE = "billing";

    /** An API server that keeps objects. */
    static final class Api implements Place {
        private static final Logger TALK = Logger.getLogger("io.fabric8.mockwebserver");

        final KubernetesMockServer server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        final KubernetesClient client;

        Api() {
            TALK.setLevel(Level.OFF);
            server.init();
            client = server.createClient();
        }

        @Override
        public DocumentStore open() {
            return new KubernetesStoreProvider(Map.of())
                    .open(
                            Map.of(
                                    "namespace",
                                    NAMESPACE,
                                    "api-server",
                                    server.url("/").toString()),
                            Map.of());
        }

        @Override
        public void damage(Document document) {
            String half = "{\"a\":";
            if (document == Document.CACHE) {
                String encoded = Base64.getEncoder().encodeToString(half.getBytes(StandardCharsets.UTF_8));
                client.secrets()
                        .inNamespace(NAMESPACE)
                        .withName("csp-adapter-cache")
                        .edit(secret -> new SecretBuilder(secret)
                                .addToData("data", encoded)
                                .build());
                return;
            }
            boolean archive = document == Document.ARCHIVE;
            client.configMaps()
                    .inNamespace(NAMESPACE)
                    .withName(archive ? "metering-archive" : "csp-config")
                    .edit(map -> new ConfigMapBuilder(map)
                            .addToData(archive ? "archive" : "data", half)
                            .build());
        }

        @Override
        public void makeUnreadable() {
            server.destroy();
        }

        @Override
        public void close() {
            client.close();
            server.destroy();
        }
    }

    @Override
    protected Place openPlace() {
        return new Api();
    }
}
