package org.apportion.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apportion.http.PluginSettings;
import org.apportion.spi.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Hands out one client per API server and credentials, because each has threads and connections of its own, and a process may
 * meter thousands of customers of one cluster. A client is closed when the last who uses it closes. Safe for many threads.
 */
final class SharedClients {
    /** Of this process. */
    static final SharedClients OF_PROCESS = new SharedClients(Cluster::open);

    private final BiFunction<PluginSettings, Map<String, Secret>, KubernetesClient> opening;
    private final Map<Access, Shared> open = new HashMap<>();

    SharedClients(BiFunction<PluginSettings, Map<String, Secret>, KubernetesClient> opening) {
        this.opening = opening;
    }

    /** Makes no network call. Close what it returns. */
    synchronized Held client(PluginSettings settings, Map<String, Secret> secrets) {
        Access access = new Access(
                settings.address("api-server").map(Object::toString),
                settings.text("kubeconfig"),
                secrets.get("token"));
        Shared shared = open.computeIfAbsent(access, any -> new Shared(opening.apply(settings, secrets)));
        shared.users++;
        return new Held(access, shared);
    }

    private synchronized void release(Access access, Shared shared) {
        shared.users--;
        if (shared.users == 0) {
            open.remove(access);
            shared.client.close();
        }
    }

    /**
     * What tells clients apart.
     *
     * @param token the same object for the same reference of a configuration; its text may change while it is used
     */
    private record Access(
            Optional<String> server,
            Optional<String> kubeconfig,
            @Nullable Secret token) {}

    private static final class Shared {
        private final KubernetesClient client;
        private int users;

        Shared(KubernetesClient client) {
            this.client = client;
        }
    }

    /** One use of a client. */
    final class Held implements AutoCloseable {
        private final Access access;
        private final Shared shared;
        private boolean closed;

        private Held(Access access, Shared shared) {
            this.access = access;
            this.shared = shared;
        }

        KubernetesClient client() {
            return shared.client;
        }

        /** Again does nothing. */
        @Override
        public void close() {
            synchronized (SharedClients.this) {
                if (!closed) {
                    closed = true;
                    release(access, shared);
                }
            }
        }
    }
}
