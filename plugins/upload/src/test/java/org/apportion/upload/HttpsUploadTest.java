package org.apportion.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.apportion.model.BillingMonth;
import org.apportion.spi.Secret;
import org.apportion.spi.upload.Upload;
import org.apportion.spi.upload.UploadFile;
import org.apportion.spi.upload.UploadSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpsUploadTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private int status = 201;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private record Request(String method, String path, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        requests.add(new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private UploadFile file(String text) throws IOException {
        Path path = Files.writeString(folder.resolve("invoices.csv"), text);
        return new UploadFile(path, "invoices", BillingMonth.of(2026, 10), "2026-10-1", "00", KEY);
    }

    private Upload open(Map<String, String> settings, Map<String, String> secrets) {
        Map<String, Secret> hidden = new HashMap<>();
        secrets.forEach((name, text) -> hidden.put(name, new Secret(() -> text)));
        return new HttpsUploadProvider().open(new UploadSettings("erp", settings, hidden));
    }

    @Test
    void theFileIsTheBodyAndCarriesItsKeyAndLogin() throws IOException {
        Upload upload = open(
                Map.of("url", address() + "/in/{month}?run={run}", "method", "PUT", "user", "ann"),
                Map.of("password", "s3cret", "header.X-Api-Key", "k1"));

        assertThat(upload.send(file("a;b\n"))).isEqualTo("201");

        Request request = requests.get(0);
        assertThat(request.method() + " " + request.path()).isEqualTo("PUT /in/2026-10?run=2026-10-1");
        assertThat(request.text()).isEqualTo("a;b\n");
        assertThat(request.headers())
                .containsEntry("idempotency-key", KEY)
                .containsEntry("content-type", "text/csv; charset=utf-8")
                .containsEntry("x-api-key", "k1")
                .containsEntry("authorization", "Basic YW5uOnMzY3JldA==");
    }

    @Test
    void aFormHasItsFieldsBeforeTheFile() throws IOException {
        Upload upload = open(
                Map.of("url", address(), "body", "form", "form-field", "upload", "field.period", "{month}"),
                Map.of("token", "t1"));

        upload.send(file("x\n"));

        Request request = requests.get(0);
        assertThat(request.headers())
                .containsEntry("content-type", "multipart/form-data; boundary=apportion-" + KEY)
                .containsEntry("authorization", "Bearer t1");
        assertThat(request.text().replace("\r\n", "\n")).isEqualTo("""
                --apportion-%1$s
                Content-Disposition: form-data; name="period"

                2026-10
                --apportion-%1$s
                Content-Disposition: form-data; name="upload"; filename="invoices.csv"
                Content-Type: text/csv; charset=utf-8

                x

                --apportion-%1$s--
                """.formatted(KEY));
    }

    @Test
    void theFileIsWrittenInAnotherCharacterSetAndCompressed() throws IOException {
        Upload upload = open(Map.of("url", address(), "charset", "UTF-16LE", "compress", "gzip"), Map.of());

        upload.send(file("Zürich\n"));

        Request request = requests.get(0);
        assertThat(request.headers())
                .containsEntry("content-encoding", "gzip")
                .containsEntry("content-type", "text/csv; charset=utf-16le");
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_16LE))
                    .isEqualTo("Zürich\n");
        }
    }

    @Test
    void aCharacterThatTheSetLacksIsRefusedBeforeAnythingIsSent() throws IOException {
        Upload upload = open(Map.of("url", address(), "charset", "US-ASCII"), Map.of());
        UploadFile file = file("Zürich\n");

        assertThatThrownBy(() -> upload.send(file))
                .hasMessageStartingWith("UPLOAD_NOT_ENCODED ")
                .hasMessageContaining("has a character that US-ASCII lacks");
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500, UPLOAD_REFUSED", "302, UPLOAD_REFUSED", "401, UPLOAD_LOGIN_REFUSED", "403, UPLOAD_LOGIN_REFUSED"})
    void anyOtherAnswerIsAFailureThatTellsNoSecret(int answer, String code) throws IOException {
        status = answer;
        Upload upload = open(Map.of("url", address() + "/in?token=q", "user", "ann"), Map.of("password", "s3cret"));
        UploadFile file = file("x\n");

        assertThatThrownBy(() -> upload.send(file))
                .hasMessageStartingWith(code + " erp: POST " + address() + "/in answered with status " + answer + ".")
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining("token=q");
        assertThat(requests).hasSize(1);
    }

    @Test
    void anAnswerThatSaysItIsThereAlreadyCounts() throws IOException {
        status = 409;

        assertThat(open(Map.of("url", address(), "already-status", "409"), Map.of())
                        .send(file("x\n")))
                .isEqualTo("409");
    }

    @Test
    void aDroppedAnswerSaysThatTheFileMayHaveArrived() throws IOException {
        try (ServerSocket dropping = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread other = new Thread(() -> {
                try (Socket socket = dropping.accept()) {
                    assertThat(socket.getInputStream().read()).isPositive();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            other.start();
            Upload upload = open(Map.of("url", "http://127.0.0.1:" + dropping.getLocalPort()), Map.of());
            UploadFile file = file("x\n");

            assertThatThrownBy(() -> upload.send(file))
                    .hasMessageStartingWith("UPLOAD_ANSWER_LOST erp: ")
                    .hasMessageContaining("the file may have arrived");
        }
    }

    @Test
    void anAnswerThatDoesNotEndIsCutAtTheDeadline() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            await(over);
            exchange.close();
        });
        Upload upload = open(Map.of("url", address() + "/slow", "deadline", "PT1S"), Map.of());
        UploadFile file = file("x\n");
        try {
            assertThatThrownBy(() -> upload.send(file)).hasMessageStartingWith("UPLOAD_ANSWER_LOST erp: ");
        } finally {
            over.countDown();
        }
    }

    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aTokenWithALineBreakIsToldWithoutIt() throws IOException {
        Upload upload = open(Map.of("url", address()), Map.of("token", "s3cret\nsecond"));
        UploadFile file = file("x\n");

        assertThatThrownBy(() -> upload.send(file))
                .hasMessageStartingWith("HTTP_SETTING_WRONG erp: the header Authorization cannot be sent")
                .hasStackTraceContaining("Look at the secret")
                .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain("s3cret"));
        assertThat(requests).isEmpty();
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void aServerThatIsNotThereGotNothing() throws IOException {
        server.stop(0);
        UploadFile file = file("x\n");
        Upload upload = open(Map.of("url", address()), Map.of());

        assertThatThrownBy(() -> upload.send(file)).hasMessageStartingWith("UPLOAD_NOT_REACHED erp: ");
    }

    @ParameterizedTest
    @CsvSource({
        "url, http://erp.example.com/in, is not an https address",
        "url, https://ann:x@erp.example.com, holds a login",
        "method, GET, is not one of its words",
        "compress, zip, is not one of its words",
        "charset, no-such, is no character set",
        "deadline, 5m, is not a duration",
        "user, ann, go together",
        "client-certificate, /none, cannot be read",
        "folder, x, is not known"
    })
    void aWrongSettingIsToldBeforeAnythingIsSent(String name, String value, String problem) {
        Map<String, String> settings = new HashMap<>(Map.of("url", "https://erp.example.com/in"));
        settings.put(name, value);

        assertThatThrownBy(() -> open(settings, Map.of()))
                .hasMessageStartingWith("UPLOAD_SETTING_WRONG erp.")
                .hasMessageContaining(problem);
    }
}
