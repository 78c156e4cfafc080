package org.apportion.metering.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpUsageTest {
    private static final Instant NOW = Instant.parse("2027-01-31T10:00:00Z");

    private HttpServer server = server();
    private int status = 200;
    private String body = "";
    private String authorization = "";

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        server.createContext("/usage", exchange -> {
            authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (exchange) {
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ProductUsage usage(int port) {
        return new HttpUsageProvider()
                .open(
                        Map.of("url", "http://127.0.0.1:" + port + "/usage?secret=1", "timeout-seconds", "1"),
                        Map.of("token", new Secret(() -> "t0p")),
                        InstantSource.fixed(NOW));
    }

    private UsageReading read() {
        try (ProductUsage usage = usage(server.getAddress().getPort())) {
            return usage.read();
        }
    }

    @Test
    void theAdaptersFormatIsRead() {
        body = "{\"usage_metrics\": [{\"usage_metric\": \"users\", \"count\": 3}, {\"usage_metric\": \"nodes\"}]}";

        UsageReading reading = read();

        assertThat(reading.metrics())
                .containsOnly(Map.entry("users", new BigDecimal(3)), Map.entry("nodes", BigDecimal.ZERO));
        assertThat(reading.reportedAt()).isEqualTo(NOW);
        assertThat(authorization).isEqualTo("Bearer t0p");
    }

    @Test
    void aTimeABaseProductAndDimensionsMayStandBesideIt() {
        body =
                "{\"reporting_time\": \"2027-01-31T11:00:00.5+02:00\", \"base_product\": \"cpe:/o:x\", \"usage_metrics\":"
                        + " [{\"usage_metric\": \"nodes\", \"count\": 3, \"dimensions\": {\"small\": 1, \"large\": 2.5}}]}";

        UsageReading reading = read();

        assertThat(reading.reportedAt()).isEqualTo("2027-01-31T09:00:00.500Z");
        assertThat(reading.baseProduct()).contains("cpe:/o:x");
        assertThat(reading.dimensions().get("nodes")).containsEntry("large", new BigDecimal("2.5"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|Unrecognized application API response",
                "{\"usage_metrics\":[{\"usage_metric\":\"u\",\"count\":5,\"count\":9}]}|Could not deserialized JSON",
                "{\"usage_metrics\":[{\"usage_metric\":\"u\",\"dimensions\":[1]}]}|dimensions or tags of 'u' that are no object",
                "[1]|Unrecognized application API response",
                "{\"usage_metrics\": [{\"usage_metric\": \"u\", \"count\": \"3\"}]}|the value of 'u' is no number",
                "{\"usage_metrics\": [{\"usage_metric\": \"u\", \"count\": 1e999999}]}|the value of 'u' is no number",
                "{\"usage_metrics\": [{\"usage_metric\": \"u\", \"count\": 1e2147483648}]}|the value of 'u' is no number",
                "{\"usage_metrics\": [{\"usage_metric\": \"u\", \"count\": null}]}|the value of 'u' is no number",
                "{\"usage_metrics\": [{\"count\": 3}]}|an entry without usage_metric",
                "{\"usage_metrics\": |Could not deserialized JSON from application API: ",
            })
    void anAnswerThatLiesIsAnError(String answer, String problem) {
        body = answer;

        assertThatThrownBy(this::read)
                .hasMessageContaining("METER_USAGE_UNREAD")
                .hasMessageContaining(problem);
    }

    @Test
    void aFailureIsToldWithoutTheQuery() {
        status = 500;
        assertThatThrownBy(this::read)
                .hasMessageContaining("Error making the request to http://127.0.0.1:")
                .hasMessageContaining("/usage: status 500.")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aDeadAddressAndASilentOneEndInTime() throws IOException {
        int free;
        try (ServerSocket silent = new ServerSocket(0)) {
            free = silent.getLocalPort();
            assertThatThrownBy(usage(free)::read).hasMessageContaining("no whole answer within 1 s");
        }
        assertThatThrownBy(usage(free)::read).hasMessageContaining("ConnectException");
    }

    @Test
    void anAnswerWithoutEndIsCut() {
        body = "{\"usage_metrics\": [" + " ".repeat(HttpUsage.MOST_BYTES) + "]}";
        assertThatThrownBy(this::read).hasMessageContaining("more than 1048576 bytes");
    }
}
