package org.apportion.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.apportion.spi.Secret;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
    private static final HttpLimits QUICK =
            new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), 1000, 1, Duration.ofMillis(1), false);
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private KeyStore store;
    private HttpsServer server;
    private String pem;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "one",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        pem = pem("CERTIFICATE", store.getCertificate("one").getEncoded());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("one", store.getCertificate("one"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            byte[] body = name(exchange).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anAuthorityOfOnesOwnIsTrusted() {
        assertThat(get("localhost", Optional.of(pem), Optional.empty()))
                .isInstanceOfSatisfying(
                        HttpReply.Answered.class,
                        answer -> assertThat(answer.body()).isEqualTo("nobody"));
    }

    @Test
    void withoutItTheServerIsNotTrusted() {
        assertThat(new HttpCaller(QUICK, MovableClock.at("2026-11-01T00:00:00Z")).exchange(call("localhost")))
                .isInstanceOf(HttpReply.NotSent.class);
    }

    @Test
    void theHostsNameIsChecked() {
        assertThat(get("127.0.0.1", Optional.of(pem), Optional.empty())).isInstanceOf(HttpReply.NotSent.class);
    }

    @Test
    void aCertificateOfOnesOwnIsShown() throws GeneralSecurityException {
        Key key = store.getKey("one", PASSWORD);
        String text = pem("PRIVATE KEY", key.getEncoded());
        assertThat(get("localhost", Optional.of(pem), Optional.of(new Certificates.Own(pem, new Secret(() -> text)))))
                .isInstanceOfSatisfying(
                        HttpReply.Answered.class,
                        answer -> assertThat(answer.body()).isEqualTo("CN=localhost"));
    }

    @Test
    void aTextThatIsNoCertificateIsTold() {
        assertThatThrownBy(() -> Certificates.context("prometheus", Optional.of("hush"), Optional.empty()))
                .hasMessageStartingWith("HTTP_SETTING_WRONG prometheus.ca-file, client-certificate or client-key:")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> Certificates.context(
                        "prometheus",
                        Optional.empty(),
                        Optional.of(new Certificates.Own(pem, new Secret(() -> "hush")))))
                .hasMessageNotContaining("hush");
    }

    private HttpReply get(String host, Optional<String> authority, Optional<Certificates.Own> own) {
        return new HttpCaller(
                        QUICK, MovableClock.at("2026-11-01T00:00:00Z"), Certificates.context("test", authority, own))
                .exchange(call(host));
    }

    private HttpCall call(String host) {
        return HttpCall.get(
                URI.create("https://" + host + ":" + server.getAddress().getPort() + "/"), Map.of());
    }

    private static String name(com.sun.net.httpserver.HttpExchange exchange) {
        try {
            return ((com.sun.net.httpserver.HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName();
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }
}
