package org.apportion.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.report.MetricsFeed;
import org.apportion.server.ServeOptions.Access;
import org.apportion.spi.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApportionServerTest {
    private static final ListenAddress ANY = new ListenAddress("127.0.0.1", 0);
    private static final Access LOGIN = new Access(
            Optional.of(new Secret(() -> "all-may")),
            Optional.of("prometheus"),
            Optional.of(new Secret(() -> "pass:word")),
            Map.of("feeder", new Secret(() -> "feeder-may")));

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ServedMonth month;

    private static int readers;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    /** Each test reads as somebody else, so that none moves another's clock. */
    private final String reader = "reader-" + ++readers;

    @SuppressWarnings("NullAway.Init")
    private MetricsFeed feed;

    @BeforeAll
    static void runTheMonth() {
        month = ServedMonth.in(folder);
    }

    @BeforeEach
    void openTheFeed() {
        feed = month.feed();
    }

    @AfterEach
    void closeTheFeed() {
        feed.close();
    }

    private ApportionServer start(Access access, boolean isNamelessMoving) {
        return ApportionServer.start(
                new ServeOptions(ANY, access, Optional.of(new ServeOptions.HourlyPages(ANY, ANY, isNamelessMoving))),
                feed,
                log::add);
    }

    private HttpResponse<String> get(int port, String path, String... headers) throws Exception {
        return ask("GET", port, path, headers);
    }

    private HttpResponse<String> ask(String method, int port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> hour(ApportionServer server, String query, String... headers) throws Exception {
        return get(server.helperMetricsPort().orElseThrow(), "/metrics" + query, headers);
    }

    private HttpResponse<String> status(ApportionServer server, String path, String... headers) throws Exception {
        return get(server.helperStatusPort().orElseThrow(), path, headers);
    }

    @Test
    void metricsAreToldInTheFormatThatTheReaderAccepts() throws Exception {
        try (ApportionServer server = start(Access.OPEN, false)) {
            HttpResponse<String> classic = get(server.port(), "/metrics");
            HttpResponse<String> open = get(
                    server.port(), "/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

            assertThat(classic.statusCode()).isEqualTo(200);
            assertThat(classic.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type.replace(" ", "").toLowerCase(java.util.Locale.ROOT))
                            .isEqualTo("text/plain;version=0.0.4;charset=utf-8"));
            assertThat(classic.body())
                    .contains("apportion_cost_month_to_date{currency=\"EUR\",unit=\"shop\",consumer=\"tag:team=shop\","
                            + "provider=\"\",service=\"Compute\",cost_type=\"usage\"} 4\n")
                    .contains("apportion_billed_minus_charged{source=\"bills\",currency=\"EUR\"} 0\n")
                    .doesNotContain("# EOF");
            assertThat(open.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
            assertThat(open.body()).endsWith("# EOF\n");
        }
    }

    @Test
    void healthAndReadinessNeedNoLoginAndNoScrape() throws Exception {
        try (ApportionServer server = start(LOGIN, false)) {
            assertThat(get(server.port(), "/health").body()).isEqualTo("ok\n");
            assertThat(get(server.port(), "/ready").statusCode()).isEqualTo(200);
            assertThat(status(server, "/is_ready").body()).isEqualTo("True\n");
        }
    }

    @Test
    void withoutAReadableLedgerTheServerIsAliveAndNotReady() throws Exception {
        try (ApportionServer server = start(Access.OPEN, false)) {
            feed.close();

            assertThat(get(server.port(), "/health").statusCode()).isEqualTo(200);
            assertThat(get(server.port(), "/ready").statusCode()).isEqualTo(503);
            assertThat(status(server, "/is_ready").body()).isEqualTo("False\n");
        }
    }

    @Test
    void onlyWhoIsKnownMayReadMetrics() throws Exception {
        try (ApportionServer server = start(LOGIN, false)) {
            assertThat(get(server.port(), "/metrics").statusCode()).isEqualTo(401);
            assertThat(login(server, "Bearer all-may")).isEqualTo(200);
            assertThat(login(server, "Bearer feeder-may")).isEqualTo(200);
            assertThat(login(server, basic("prometheus:pass:word"))).isEqualTo(200);
            assertThat(login(server, "Bearer all-ma")).isEqualTo(401);
            assertThat(login(server, basic("prometheus:wrong"))).isEqualTo(401);
            assertThat(login(server, "Basic %%%")).isEqualTo(401);
            assertThat(status(server, "/current_timestamp").statusCode()).isEqualTo(401);
            assertThat(log).isEmpty();
        }
    }

    private int login(ApportionServer server, String authorization) throws Exception {
        return get(server.port(), "/metrics", "Authorization", authorization).statusCode();
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachScrapeOfANamedReaderTellsTheNextHour() throws Exception {
        try (ApportionServer server = start(Access.OPEN, false)) {
            String query = "?reader=" + reader;

            // 4.00 EUR over two hours; 2026-10-01T00:00Z is 1,790,812,800 s.
            assertThat(hour(server, query).body()).contains("cost_type=\"UsageCost\"} 2 1790812800000\n");
            assertThat(hour(server, query).body()).contains("cost_type=\"UsageCost\"} 2 1790816400000\n");
            assertThat(status(server, "/current_timestamp" + query).body()).isEqualTo("1790816400\n");
            assertThat(status(server, "/current_exposed_date" + query).body()).isEqualTo("2026-10-01T01:00:00+00:00\n");
        }
    }

    @Test
    void aTokenOfItsOwnNamesTheReader() throws Exception {
        try (ApportionServer server = start(LOGIN, false)) {
            hour(server, "", "Authorization", "Bearer feeder-may");

            assertThat(feed.position("feeder")).isPresent();
            assertThat(status(server, "/current_timestamp", "Authorization", "Bearer feeder-may")
                            .body())
                    .isEqualTo("1790812800\n");
        }
    }

    @Test
    void nobodyElseReadsUnderTheNameOfAReaderWithAToken() throws Exception {
        try (ApportionServer server = start(LOGIN, false)) {
            String query = "?reader=feeder&replay=last";
            HttpResponse<String> other = hour(server, query, "Authorization", "Bearer all-may");
            HttpResponse<String> itself = hour(server, query, "Authorization", "Bearer feeder-may");

            assertThat(other.statusCode()).isEqualTo(403);
            assertThat(itself.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anAnswerThatCameAfterTheScrapesTimeOutIsNotCounted() throws Exception {
        try (ApportionServer server = start(Access.OPEN, false)) {
            String query = "?reader=" + reader;
            String first = hour(server, query, "X-Prometheus-Scrape-Timeout-Seconds", "0.000001")
                    .body();

            assertThat(hour(server, query, "X-Prometheus-Scrape-Timeout-Seconds", "10")
                            .body())
                    .isEqualTo(first);
            assertThat(hour(server, query).body()).isNotEqualTo(first);
        }
    }

    @Test
    void aReaderMaySayWhichHourItHas() throws Exception {
        try (ApportionServer server = start(Access.OPEN, false)) {
            String query = "?reader=" + reader + "&after=2026-10-01T00:00:00Z";

            assertThat(hour(server, query).body()).contains("1790816400000");
            assertThat(hour(server, query).body()).contains("1790816400000");
            assertThat(hour(server, "?reader=" + reader + "&after=yesterday").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void namelessScrapesAndLooksMoveNothing() throws Exception {
        try (ApportionServer server = start(Access.OPEN, false)) {
            assertThat(hour(server, "").body())
                    .isEqualTo(hour(server, "").body())
                    .contains("1790812800000");
            ask("HEAD", server.helperMetricsPort().orElseThrow(), "/metrics?reader=" + reader);
            hour(server, "?reader=" + reader + "&replay=last");

            assertThat(feed.position(HourlyMetrics.NAMELESS)).isEmpty();
            assertThat(feed.position(reader)).isEmpty();
        }
    }

    @Test
    void namelessScrapesMoveWhereTheConfigurationSaysSo() throws Exception {
        try (ApportionServer server = start(Access.OPEN, true)) {
            assertThat(hour(server, "").body()).contains(" 1790812800000\n");
            assertThat(hour(server, "").body()).contains(" 1790816400000\n");
        }
    }

    @Test
    void anyHourCanBeReplayed() throws Exception {
        try (ApportionServer server = start(Access.OPEN, false)) {
            String hour = "?replay=2026-10-01T01:00:00Z&reader=" + reader;

            assertThat(hour(server, hour).body())
                    .contains(" 1790816400000\n")
                    .isEqualTo(hour(server, hour).body());
            assertThat(hour(server, "?replay=yesterday").statusCode()).isEqualTo(400);
            assertThat(hour(server, "?replay=2026-10-01T01:30:00Z").statusCode())
                    .isEqualTo(400);
            assertThat(feed.position(reader)).isEmpty();
        }
    }

    @Test
    void anHourWhoseReaderDiedInTheMiddleComesAgain() throws Exception {
        // The feed offers the hour; the process is killed before the answer has left.
        assertThat(feed.next(reader).hour()).isPresent();
        try (ApportionServer server = start(Access.OPEN, false)) {
            assertThat(hour(server, "?reader=" + reader).body()).contains(" 1790812800000\n");
            assertThat(hour(server, "?reader=" + reader).body()).contains(" 1790816400000\n");
        }
    }

    @Test
    void otherMethodsPathsAndNamesAreRefused() throws Exception {
        try (ApportionServer server = start(Access.OPEN, false)) {
            assertThat(ask("POST", server.port(), "/metrics").statusCode()).isEqualTo(405);
            assertThat(get(server.port(), "/nothing").statusCode()).isEqualTo(404);
            assertThat(get(server.port(), "/").body()).contains("/metrics");
            assertThat(status(server, "/metrics").statusCode()).isEqualTo(404);
            assertThat(hour(server, "?reader=a%20b").statusCode()).isEqualTo(400);
            assertThat(hour(server, "?reader=a&replay=%2B1000000000-12-31T23:00:00Z")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(hour(server, "?reader=a&after=1066-10-14T09:00:00Z").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void aBrokenRequestHarmsNobody() throws Exception {
        try (ApportionServer server = start(Access.OPEN, false);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            try (OutputStream out = socket.getOutputStream()) {
                out.write("GET /metrics HTTP/1.1\r\n\u0000\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(get(server.port(), "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void othersThanThisMachineNeedALogin() {
        ServeOptions open = new ServeOptions(new ListenAddress("0.0.0.0", 0), Access.OPEN, Optional.empty());
        ServeOptions empty = new ServeOptions(
                ANY,
                new Access(Optional.of(new Secret(() -> "")), Optional.empty(), Optional.empty(), Map.of()),
                Optional.empty());

        assertThatThrownBy(() -> ApportionServer.start(open, feed, log::add))
                .isInstanceOf(ApportionException.class)
                .hasMessageStartingWith("SERVER_NEEDS_LOGIN 0.0.0.0:0");
        assertThatThrownBy(() -> ApportionServer.start(empty, feed, log::add))
                .hasMessageStartingWith("SERVER_NEEDS_LOGIN serve: a token or password is empty.");
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ListenAddress address = new ListenAddress("127.0.0.1", taken.getLocalPort());
            ServeOptions main = new ServeOptions(address, Access.OPEN, Optional.empty());
            ServeOptions helper =
                    new ServeOptions(ANY, Access.OPEN, Optional.of(new ServeOptions.HourlyPages(address, ANY, false)));

            for (ServeOptions options : List.of(main, helper)) {
                assertThatThrownBy(() -> ApportionServer.start(options, feed, log::add))
                        .isInstanceOf(ApportionException.class)
                        .hasMessageContaining("SERVER_PORT_TAKEN")
                        .hasMessageContaining(address.toString());
            }
        }
    }

    @Test
    void addressesAreHostAndPort() {
        assertThat(ListenAddress.parse("0.0.0.0:9465")).isEqualTo(new ListenAddress("0.0.0.0", 9465));
        assertThat(ListenAddress.parse("9465")).isEqualTo(new ListenAddress("127.0.0.1", 9465));
        assertThat(ListenAddress.parse("[::1]:1"))
                .isEqualTo(new ListenAddress("::1", 1))
                .hasToString("[::1]:1");
        for (String wrong : List.of("", "host", "host:", ":1", "host:99999")) {
            assertThatThrownBy(() -> ListenAddress.parse(wrong)).hasMessageContaining("SERVER_LISTEN_UNREADABLE");
        }
    }
}
