package org.apportion.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.DocumentStore;
import org.jspecify.annotations.Nullable;

/**
 * The documents where the product's pages look for them: the cache in a secret (key {@code data}), csp-config and the archive in config maps
 * (keys {@code data} and {@code archive}). An update carries the resource version that was read; if somebody else was faster, it is
 * read again, a few times.
 */
final class KubernetesStore implements DocumentStore {
    private static final int LARGEST = 1 << 20;
    private static final int ATTEMPTS = 5;
    private static final int CONFLICT = 409;

    private final SharedClients.Held held;
    private final KubernetesClient client;
    private final String namespace;
    private final String cacheSecret;
    private final String configMap;
    private final String archiveMap;

    KubernetesStore(
            SharedClients.Held held, String namespace, String cacheSecret, String configMap, String archiveMap) {
        this.held = held;
        this.client = held.client();
        this.namespace = namespace;
        this.cacheSecret = cacheSecret;
        this.configMap = configMap;
        this.archiveMap = archiveMap;
    }

    @Override
    public Optional<String> read(Document document) {
        Optional<String> text;
        try {
            text = document == Document.CACHE ? readSecret() : readMap(document);
        } catch (KubernetesClientException e) {
            throw failed("get", document, e);
        }
        text.filter(json -> Json.read(json).isEmpty()).ifPresent(broken -> {
            throw damaged(document, "it is not JSON.");
        });
        return text;
    }

    @Override
    public void write(Document document, String json) {
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LARGEST) {
            throw new ApportionException(
                    KubernetesError.KUBERNETES_DOCUMENT_TOO_LARGE,
                    place(document),
                    "the document has " + bytes + " bytes; an object holds " + LARGEST + ".",
                    "Keep fewer cycles or bytes (archive_retention_period, archive_bytes_limit), or ask less often.");
        }
        KubernetesClientException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                replace(document, json);
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != CONFLICT) {
                    throw failed("save", document, e);
                }
                last = e;
            }
        }
        throw failed("save", document, last == null ? new KubernetesClientException("conflict") : last);
    }

    private void replace(Document document, String json) {
        HasMetadata current = document == Document.CACHE ? secret() : map(document);
        HasMetadata next =
                document == Document.CACHE ? next((Secret) current, json) : next(document, (ConfigMap) current, json);
        if (current == null) {
            client.resource(next).create();
        } else {
            client.resource(next).update();
        }
    }

    private HasMetadata next(@Nullable Secret current, String json) {
        String encoded = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        return current == null
                ? new SecretBuilder()
                        .withNewMetadata()
                        .withName(cacheSecret)
                        .withNamespace(namespace)
                        .endMetadata()
                        .addToData("data", encoded)
                        .build()
                : new SecretBuilder(current).addToData("data", encoded).build();
    }

    private HasMetadata next(Document document, @Nullable ConfigMap current, String json) {
        return current == null
                ? new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name(document))
                        .withNamespace(namespace)
                        .endMetadata()
                        .addToData(key(document), json)
                        .build()
                : new ConfigMapBuilder(current).addToData(key(document), json).build();
    }

    private Optional<String> readSecret() {
        Secret secret = secret();
        if (secret == null || secret.getData() == null) {
            return Optional.empty();
        }
        String encoded = secret.getData().get(key(Document.CACHE));
        try {
            return Optional.ofNullable(encoded)
                    .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw damaged(Document.CACHE, "its value is not base64.");
        }
    }

    private Optional<String> readMap(Document document) {
        ConfigMap map = map(document);
        Map<String, String> data = map == null ? null : map.getData();
        return data == null ? Optional.empty() : Optional.ofNullable(data.get(key(document)));
    }

    private @Nullable Secret secret() {
        return client.secrets().inNamespace(namespace).withName(cacheSecret).get();
    }

    private @Nullable ConfigMap map(Document document) {
        return client.configMaps()
                .inNamespace(namespace)
                .withName(name(document))
                .get();
    }

    private String name(Document document) {
        return switch (document) {
            case CACHE -> cacheSecret;
            case CSP_CONFIG -> configMap;
            case ARCHIVE -> archiveMap;
        };
    }

    private static String key(Document document) {
        return document == Document.ARCHIVE ? "archive" : "data";
    }

    private String place(Document document) {
        return (document == Document.CACHE ? "secret " : "config map ") + namespace + "/" + name(document);
    }

    private ApportionException failed(String verb, Document document, KubernetesClientException cause) {
        String word = switch (document) {
            case CACHE -> "cache";
            case CSP_CONFIG -> "csp config";
            case ARCHIVE -> "metering archive";
        };
        return new ApportionException(
                KubernetesError.KUBERNETES_FAILED,
                place(document),
                "Failed to " + verb + " " + word + ". " + Redaction.clean(cause),
                "Check the API server and that the service account may get, create and update it.",
                cause);
    }

    private ApportionException damaged(Document document, String problem) {
        return new ApportionException(
                KubernetesError.KUBERNETES_DOCUMENT_DAMAGED,
                place(document),
                "the document cannot be read: " + problem,
                "Restore it, or remove the object to have it written again from the journal.");
    }

    @Override
    public String archiveLocation() {
        return "ConfigMap " + namespace + "/" + archiveMap;
    }

    @Override
    public void close() {
        held.close();
    }
}
