package org.apportion.metering.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver over TLS, with a certificate that the JDK's own tool makes. */
class EventTlsTest {
    private static final String PASSWORD = "s3cret-password";

    @TempDir
    private Path folder = Path.of("");

    private final CloudEventUsageProvider provider = new CloudEventUsageProvider();
    private EventProduct product;
    private String place = "";

    @BeforeEach
    void open() throws IOException {
        product = new EventProduct(folder);
        place = "127.0.0.1:" + EventCompany.freePort();
    }

    @AfterEach
    void close() {
        product.close();
    }

    private Path keystore() throws IOException, InterruptedException {
        Path file = folder.resolve("receiver.p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=receiver",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(tool.waitFor()).isZero();
        return file;
    }

    private ProductUsage listen(String route, Map<String, String> more, Map<String, Secret> secrets) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("listen", place);
        settings.put("route", route);
        settings.put("nodes", "level; type=levels; value=/nodes");
        return provider.open(settings, secrets, MovableClock.at(EventProduct.NOW.toString()), product.inbox());
    }

    private static Map<String, Secret> password(String text) {
        return Map.of("keystore-password", new Secret(() -> text + "\n"));
    }

    private HttpClient trusting(Path keystore) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keystore)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("receiver", keys.getCertificate("receiver"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private HttpRequest request(String scheme) {
        return HttpRequest.newBuilder(URI.create(scheme + "://" + place + "/events"))
                .header("Content-Type", "application/cloudevents+json")
                .POST(HttpRequest.BodyPublishers.ofString(product.event(Map.of("nodes", "3"))))
                .build();
    }

    @Test
    void eventsArriveOverTlsAndNotInClear() throws Exception {
        Path keystore = keystore();
        try (ProductUsage usage = listen("/events", Map.of("keystore", keystore.toString()), password(PASSWORD))) {
            HttpResponse<String> answer =
                    trusting(keystore).send(request("https"), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(usage.readAll()).hasSize(1);
            assertThatThrownBy(() ->
                            HttpClient.newHttpClient().send(request("http"), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aKeystoreThatCannotBeUsedIsAMistakeThatDoesNotShowItsPassword() throws Exception {
        Map<String, String> settings = Map.of("keystore", keystore().toString());

        assertThatThrownBy(() -> listen("/events", settings, password("another-word")))
                .hasMessageContaining(
                        "METER_EVENTS_SETTING usage cloudevents keystore: the setting is wrong: it cannot be"
                                + " used (IOException).")
                .hasMessageNotContaining("another-word");
        assertThatThrownBy(() -> listen("/events", settings, Map.of()))
                .hasMessageContaining("usage cloudevents keystore-password: the setting is wrong: it is missing.");
        assertThatThrownBy(() -> listen("/events", Map.of(), password(PASSWORD)))
                .hasMessageContaining("usage cloudevents keystore: the setting is wrong: it is missing.");
    }

    @Test
    void oneAddressHasOneCertificate() throws Exception {
        Path keystore = keystore();
        ProductUsage first = listen("/events/a", Map.of("keystore", keystore.toString()), password(PASSWORD));
        ProductUsage second = listen("/events/b", Map.of("keystore", keystore.toString()), password(PASSWORD));

        assertThatThrownBy(() -> listen("/events/c", Map.of(), Map.of()))
                .hasMessageContaining("METER_EVENTS_ADDRESS")
                .hasMessageContaining("with another certificate, or with none");

        first.close();
        second.close();
    }
}
