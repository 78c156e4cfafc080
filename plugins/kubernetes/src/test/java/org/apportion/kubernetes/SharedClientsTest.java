package org.apportion.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apportion.http.PluginSettings;
import org.apportion.spi.Secret;
import org.junit.jupiter.api.Test;

class SharedClientsTest {
    private static final Secret TOKEN = new Secret(() -> "one");
    private static final PluginSettings HERE = settings("https://here");

    private final List<KubernetesClient> opened = new ArrayList<>();
    private final SharedClients clients = new SharedClients((settings, secrets) -> {
        KubernetesClient client = Cluster.open(settings, secrets);
        opened.add(client);
        return client;
    });

    private static PluginSettings settings(String server) {
        return new PluginSettings("kubernetes", Map.of("api-server", server));
    }

    @Test
    void manyWithOneServerAndTokenShareAClient() {
        try (SharedClients.Held one = clients.client(HERE, Map.of("token", TOKEN));
                SharedClients.Held other = clients.client(HERE, Map.of("token", TOKEN))) {
            assertThat(other.client()).isSameAs(one.client());
            assertThat(opened).hasSize(1);
        }
    }

    @Test
    void anotherServerOrAnotherTokenHasAClientOfItsOwn() {
        try (SharedClients.Held one = clients.client(HERE, Map.of("token", TOKEN));
                SharedClients.Held there = clients.client(settings("https://there"), Map.of("token", TOKEN));
                SharedClients.Held other = clients.client(HERE, Map.of("token", new Secret(() -> "two")));
                SharedClients.Held none = clients.client(HERE, Map.of())) {
            assertThat(List.of(one.client(), there.client(), other.client(), none.client()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aClientIsClosedWithItsLastUserAndOpenedAnewAfterwards() {
        SharedClients.Held one = clients.client(HERE, Map.of("token", TOKEN));
        SharedClients.Held other = clients.client(HERE, Map.of("token", TOKEN));
        one.close();
        one.close();
        assertThat(opened.get(0).getHttpClient().isClosed()).isFalse();

        other.close();
        assertThat(opened.get(0).getHttpClient().isClosed()).isTrue();

        clients.client(HERE, Map.of("token", TOKEN)).close();
        assertThat(opened).hasSize(2);
    }
}
