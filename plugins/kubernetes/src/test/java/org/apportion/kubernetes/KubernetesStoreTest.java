package org.apportion.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.ServiceLoader;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.spi.metering.DocumentStoreProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesStoreTest {
    private final KubernetesStoreKitTest.Api api = new KubernetesStoreKitTest.Api();
    private final DocumentStore store = api.open();

    @AfterEach
    void close() {
        store.close();
        api.close();
    }

    @Test
    void theProviderIsFoundByItsName() {
        assertThat(ServiceLoader.load(DocumentStoreProvider.class))
                .anyMatch(provider -> provider.name().equals("kubernetes"));
    }

    @Test
    void theObjectsHaveTheDocumentedNamesAndKeys() {
        store.write(Document.CACHE, "{\"a\":1}");
        store.write(Document.CSP_CONFIG, "{\"b\":1}");
        store.write(Document.ARCHIVE, "[]");
        assertThat(api.client
                        .secrets()
                        .inNamespace("billing")
                        .withName("csp-adapter-cache")
                        .get()
                        .getData())
                .containsEntry("data", "eyJhIjoxfQ==");
        assertThat(map("csp-config").getData()).containsEntry("data", "{\"b\":1}");
        assertThat(map("metering-archive").getData()).containsEntry("archive", "[]");
        assertThat(store.archiveLocation()).isEqualTo("ConfigMap billing/metering-archive");
    }

    @Test
    void anObjectKeepsItsOtherKeysAndLabels() {
        api.client
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("csp-config")
                        .withNamespace("billing")
                        .addToLabels("app", "x")
                        .endMetadata()
                        .addToData("other", "1")
                        .build())
                .create();
        assertThat(store.read(Document.CSP_CONFIG)).isEmpty();
        store.write(Document.CSP_CONFIG, "{}");
        assertThat(map("csp-config").getData()).containsEntry("other", "1").containsEntry("data", "{}");
        assertThat(map("csp-config").getMetadata().getLabels()).containsEntry("app", "x");
    }

    @Test
    void aDocumentAboveOneMebibyteIsRefusedBeforeItIsSent() {
        String large = "\"" + "x".repeat((1 << 20) - 1) + "\"";
        assertThatThrownBy(() -> store.write(Document.CACHE, large))
                .hasMessageStartingWith(
                        "KUBERNETES_DOCUMENT_TOO_LARGE secret billing/csp-adapter-cache: the document has"
                                + " 1048577 bytes; an object holds 1048576.");
        assertThat(store.read(Document.CACHE)).isEmpty();
    }

    @Test
    void aDocumentCutShortIsNoDocument() {
        store.write(Document.ARCHIVE, "[]");
        api.damage(Document.ARCHIVE);
        assertThatThrownBy(() -> store.read(Document.ARCHIVE))
                .hasMessageStartingWith("KUBERNETES_DOCUMENT_DAMAGED config map billing/metering-archive: the document"
                        + " cannot be read: it is not JSON.");
    }

    @Test
    void anApiServerThatIsGoneIsToldInTheAdaptersWords() {
        api.makeUnreadable();
        assertThatThrownBy(() -> store.read(Document.CSP_CONFIG))
                .hasMessageStartingWith("KUBERNETES_FAILED config map billing/csp-config: Failed to get csp config. ");
        assertThatThrownBy(() -> store.write(Document.ARCHIVE, "[]"))
                .hasMessageContaining("Failed to save metering archive. ");
    }

    @Test
    void theNamespaceIsNeeded() {
        assertThatThrownBy(() -> new KubernetesStoreProvider(Map.of()).open(Map.of(), Map.of()))
                .hasMessageContaining("kubernetes.namespace: the setting is missing");
    }

    private ConfigMap map(String name) {
        return api.client.configMaps().inNamespace("billing").withName(name).get();
    }
}
