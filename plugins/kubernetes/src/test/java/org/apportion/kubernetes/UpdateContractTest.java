package org.apportion.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpdateContractTest {
    private static final String PATH = "/api/v1/namespaces/billing/configmaps/csp-config";

    /** Answers with what is queued. */
    private static final class Script extends FakeHttpService {
        private final Deque<Reply> replies = new ArrayDeque<>();

        @Override
        protected Reply answer(Request request) {
            return replies.isEmpty() ? status(409) : replies.remove();
        }

        @Override
        protected boolean isMetering(Request request) {
            return false;
        }

        @Override
        protected Reply refusal(Fault fault) {
            return status(500);
        }

        private static Reply status(int code) {
            return Reply.json(code, "{\"apiVersion\":\"v1\",\"kind\":\"Status\",\"code\":" + code + "}");
        }

        private static Reply map(String version) {
            return Reply.json(
                    200,
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"csp-config\","
                            + "\"namespace\":\"billing\",\"resourceVersion\":\"" + version
                            + "\"},\"data\":{\"data\":\"{}\"}}");
        }
    }

    private final Script api = new Script();
    private final DocumentStore store = new KubernetesStoreProvider(Map.of())
            .open(
                    Map.of("namespace", "billing", "api-server", api.uri().toString()),
                    Map.of("token", new Secret(() -> "account-token")));

    @AfterEach
    void close() {
        store.close();
        api.close();
    }

    @Test
    void anUpdateCarriesTheVersionAndIsRepeatedUnderTheNewOne() {
        api.replies.addAll(List.of(Script.map("7"), Script.status(409), Script.map("8"), Script.map("9")));
        store.write(Document.CSP_CONFIG, "{\"n\":2}");
        List<FakeHttpService.Request> requests = api.requests();
        assertThat(requests)
                .extracting(request -> request.method() + " " + request.target())
                .containsExactly("GET " + PATH, "PUT " + PATH, "GET " + PATH, "PUT " + PATH);
        assertThat(requests.get(1).body()).contains("\"resourceVersion\":\"7\"").contains("{\\\"n\\\":2}");
        assertThat(requests.get(3).body()).contains("\"resourceVersion\":\"8\"");
        assertThat(requests.get(1).headers()).containsEntry("authorization", "Bearer account-token");
    }

    @Test
    void aDocumentThatIsNotThereIsCreated() {
        api.replies.addAll(List.of(Script.status(404), Script.map("1")));
        store.write(Document.CSP_CONFIG, "{}");
        assertThat(api.requests())
                .extracting(request -> request.method() + " " + request.target())
                .containsExactly("GET " + PATH, "POST /api/v1/namespaces/billing/configmaps");
    }

    @Test
    void endlessConflictsEndWithoutShowingTheToken() {
        for (int i = 0; i < 5; i++) {
            api.replies.addAll(List.of(Script.map("7"), Script.status(409)));
        }
        assertThatThrownBy(() -> store.write(Document.CSP_CONFIG, "{}"))
                .hasMessageContaining("Failed to save csp config. ")
                .hasMessageNotContaining("account-token");
    }

    @Test
    void aRefusalIsNotNone() {
        api.replies.add(Script.status(403));
        assertThatThrownBy(() -> store.read(Document.CSP_CONFIG)).hasMessageContaining("Failed to get csp config. ");
    }
}
