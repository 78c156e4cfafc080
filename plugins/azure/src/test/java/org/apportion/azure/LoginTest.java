package org.apportion.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Context;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.MarketplaceProvider;
import org.apportion.spi.metering.MarketplaceSettings;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.AzureMeteringFake;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class LoginTest {
    private final MovableClock clock = MovableClock.at("2026-11-01T12:30:00Z");
    private final AzureMeteringFake fake = new AzureMeteringFake(clock, "r", "gold", Set.of("nodes"));

    @TempDir
    Path folder;

    /** The library insists on https: this client brings its requests to the fake. */
    private final class ToTheFake implements HttpClient {
        private final HttpClient client = new JdkHttpClientBuilder().build();

        @Override
        public Mono<HttpResponse> send(HttpRequest request) {
            return client.send(redirected(request));
        }

        @Override
        public HttpResponse sendSync(HttpRequest request, Context context) {
            return client.sendSync(redirected(request), context);
        }

        private HttpRequest redirected(HttpRequest request) {
            try {
                URI uri = URI.create(fake.uri() + request.getUrl().getFile());
                return request.setUrl(uri.toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void theProviderIsFoundByItsName() {
        assertThat(ServiceLoader.load(MarketplaceProvider.class))
                .anyMatch(provider -> provider.name().equals("microsoft"));
    }

    @Test
    void aFederatedTokenOfTheServiceAccountIsExchanged() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "federated-token-text");
        MicrosoftSettings settings = settings("workload", Map.of("federated-token-file", file.toString()), Map.of());
        TokenSource.Token token =
                CredentialTokens.workload(settings, new ToTheFake()).fetch(MicrosoftMarketplace.MARKETPLACE);
        assertThat(token.text()).isEqualTo("token-of-the-marketplace");
        FakeHttpService.Request request = fake.requests().get(fake.requests().size() - 1);
        assertThat(request.target()).startsWith("/tenant-1/oauth2/v2.0/token");
        assertThat(request.body())
                .contains("client_id=client-1")
                .contains("client_assertion=federated-token-text")
                .containsPattern("scope=[^&]*" + MicrosoftMarketplace.MARKETPLACE + "%2F.default");
    }

    @Test
    void anApplicationLogsInWithItsSecret() {
        Secret secret = new Secret(() -> "hunter2");
        MicrosoftSettings settings = settings("secret", Map.of(), Map.of("client-secret", secret));
        assertThat(CredentialTokens.secret(settings, secret, new ToTheFake())
                        .fetch(MicrosoftMarketplace.MARKETPLACE)
                        .text())
                .isEqualTo("token-of-the-marketplace");
    }

    @Test
    void aRefusedLoginDoesNotShowTheSecret() {
        Secret secret = new Secret(() -> "hunter2");
        MicrosoftSettings settings = settings("secret", Map.of(), Map.of("client-secret", secret));
        assertThatThrownBy(() -> CredentialTokens.secret(settings, secret, new ToTheFake())
                        .fetch("https://unknown"))
                .hasMessageStartingWith("HTTP_REFUSED login: no token:")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void anAuthorityWithoutTlsIsAMistake() {
        Secret secret = new Secret(() -> "hunter2");
        assertThatThrownBy(() ->
                        settings("secret", Map.of("authority", "http://127.0.0.1:1"), Map.of("client-secret", secret)))
                .hasMessageContaining("HTTP_SETTING_WRONG microsoft.authority: the setting is not encrypted.");
    }

    @Test
    void aTokenPrintsWithoutItsText() {
        assertThat(new TokenSource.Token("abc", clock.instant())).hasToString("token until 2026-11-01T12:30:00Z");
    }

    @Test
    void aWrongSettingIsNamed() {
        assertThatThrownBy(() -> settings("secret", Map.of(), Map.of()))
                .hasMessageContaining("microsoft.client-secret: the setting is missing");
        assertThatThrownBy(() -> settings("managed", Map.of("resource-uri", "/a", "resource-id", "b"), Map.of()))
                .hasMessageContaining("microsoft.resource-uri");
        assertThatThrownBy(() -> MicrosoftSettings.of(
                        new MarketplaceSettings("only-a-code", Optional.empty(), Map.of(), Map.of(), clock), Map.of()))
                .hasMessageContaining("microsoft.plan-id")
                .hasMessageContaining("publisher:product:plan:version");
    }

    @Test
    void theVariablesOfAPodFillAbsentSettings() {
        MicrosoftSettings adapter = MicrosoftSettings.of(
                new MarketplaceSettings("x", Optional.empty(), Map.of(), Map.of(), clock),
                Map.of("EXTENSION_RESOURCE_ID", "/app", "PLAN_ID", "gold", "CLIENT_ID", "c-1"));
        assertThat(adapter.resourceUri()).contains("/app");
        assertThat(adapter.plan()).isEqualTo("gold");
        assertThat(adapter.clientId()).contains("c-1");
        MicrosoftSettings workload = MicrosoftSettings.of(
                new MarketplaceSettings(
                        "x", Optional.of("s"), Map.of("identity", "workload", "plan-id", "p"), Map.of(), clock),
                Map.of(
                        "AZURE_CLIENT_ID", "c-2",
                        "AZURE_TENANT_ID", "t-2",
                        "AZURE_FEDERATED_TOKEN_FILE", "/token"));
        assertThat(workload.tenantId()).contains("t-2");
        assertThat(workload.federatedTokenFile()).contains("/token");
    }

    private MicrosoftSettings settings(String identity, Map<String, String> more, Map<String, Secret> secrets) {
        Map<String, String> settings = new HashMap<>(
                Map.of("identity", identity, "client-id", "client-1", "tenant-id", "tenant-1", "plan-id", "gold"));
        settings.putAll(more);
        return MicrosoftSettings.of(new MarketplaceSettings("x", Optional.empty(), settings, secrets, clock), Map.of());
    }
}
