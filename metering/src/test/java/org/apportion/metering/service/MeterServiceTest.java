package org.apportion.metering.service;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.metering.journal.Fence;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.tick.TickReport;
import org.apportion.model.metering.ArchiveRetention;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringConfiguration;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.PluginChoice;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process, with a real product over HTTP, two customers and files. */
final class MeterServiceTest {
    /** Threads of their own: the common pool of two cores has one, and the JDK's HTTP client needs it. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static final int WAIT_SECONDS = 60;

    @TempDir
    private Path folder = Path.of("");

    private final CountDownLatch asked = new CountDownLatch(2);
    private final CountDownLatch standingBy = new CountDownLatch(1);
    private HttpServer product = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        product.createContext("/", exchange -> {
            byte[] body =
                    "{\"usage_metrics\":[{\"usage_metric\":\"users\",\"count\":3}]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
            asked.countDown();
        });
        product.start();
    }

    @AfterEach
    void end() {
        product.stop(0);
    }

    private MeterSetup setup(String marketplace) {
        return setup(marketplace, "acme", "zoo");
    }

    private MeterSetup setup(String marketplace, String... customers) {
        PluginChoice files = new PluginChoice("local", Map.of("folder", folder + "/{product}/{customer}"), Map.of());
        ProductListing listing = new ProductListing(
                "shop",
                "code",
                List.of(customers),
                new BillingCycle(BillingInterval.DAILY, List.of(), Optional.empty(), 0),
                new ReportingCycle(Duration.ofHours(1), Optional.empty(), false),
                List.of(metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("d", 0, -1))),
                new PluginChoice(marketplace, files.settings(), Map.of()),
                Optional.of(new PluginChoice(
                        "http",
                        Map.of("url", "http://127.0.0.1:" + product.getAddress().getPort() + "/{customer}"),
                        Map.of())),
                files,
                SamplePolicy.STANDARD,
                ArchiveRetention.NONE,
                MeteringModes.DOCUMENTED);
        String address = "jdbc:sqlite:" + folder.resolve("ledger.db");
        return new MeterSetup(
                new MeteringConfiguration(address, "INFO", List.of(listing)),
                new Secret(() -> address),
                reference -> new Secret(() -> reference),
                InstantSource.system(),
                "1.0");
    }

    private MeterService service() {
        return new MeterService(setup("local"), (level, text) -> {
            if (text.startsWith("Standing by")) {
                standingBy.countDown();
            }
        });
    }

    @Test
    void itMetersEachCustomerAndEndsWhenItIsStopped() throws Exception {
        MeterService service = service();
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> service.run(Optional.empty()), THREADS);
        assertThat(asked.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();

        service.stop();
        running.get(WAIT_SECONDS, TimeUnit.SECONDS);

        assertThat(service.metrics())
                .contains("apportion_meter_ticks_total{product=\"shop\",customer=\"acme\"} 1\n", "# EOF\n");
        assertThat(folder.resolve("shop/zoo/cache.json")).content().contains("\"users\": 3");
        assertThat(folder.resolve("shop/acme/csp-config.json"))
                .content()
                .contains(
                        "\"customer_billing_id\": \"acme\"",
                        "\"versions\": {\"apportion\": \"1.0\", \"core\": \"1.0\", \"local_plugin\": \"1.0\"}");
        try (Ledger ledger = setup("local").openLedger()) {
            assertThat(new JournalView(ledger)
                            .samplesSince(new MeteredProduct("shop", "zoo"), java.time.Instant.EPOCH, 10))
                    .hasSize(1);
        }
    }

    @Test
    void itStandsByUntilTheOtherProcessEnds() throws Exception {
        MeterService service = service();
        CompletableFuture<Void> running;
        try (Ledger ledger = setup("local").openLedger();
                Lease other = Fence.acquire(ledger, Duration.ZERO)) {
            assertThat(other.token()).isPositive();
            running = CompletableFuture.runAsync(() -> service.run(Optional.empty()), THREADS);
            assertThat(standingBy.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(asked.getCount()).isEqualTo(2);
        }
        assertThat(asked.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        service.stop();
        running.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void whoStandsByForAProcessThatDoesNotMeterItsProductsIsNotReady() throws Exception {
        CountDownLatch nobodys = new CountDownLatch(1);
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        MeterService service = new MeterService(setup("local"), (level, text) -> {
            told.add(level + " " + text);
            if (text.contains("nobody asks or bills it")) {
                nobodys.countDown();
            }
        });
        CompletableFuture<Void> running;
        try (Ledger ledger = setup("local").openLedger();
                Lease other = Fence.acquire(ledger, Duration.ZERO)) {
            Journal.open(ledger, Fence.of(other)).tellMetered(List.of(new MeteredProduct("shop", "acme")));
            running = CompletableFuture.runAsync(() -> service.run(Optional.empty()), THREADS);
            assertThat(nobodys.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(told)
                    .anyMatch(text -> text.startsWith(
                            "ERROR The process at work on this ledger does not meter shop of zoo: nobody"));
            assertThat(service.isReady()).isFalse();
        }
        assertThat(asked.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        service.stop();
        running.get(WAIT_SECONDS, TimeUnit.SECONDS);
        try (Ledger ledger = setup("local").openLedger()) {
            assertThat(new JournalView(ledger).metered())
                    .containsExactly(new MeteredProduct("shop", "acme"), new MeteredProduct("shop", "zoo"));
        }
    }

    private void damageTheCacheOf(String customer) throws IOException {
        Path documents = Files.createDirectories(folder.resolve("shop").resolve(customer));
        Files.writeString(documents.resolve("cache.json"), "{\"adapter");
    }

    @Test
    void aCustomerThatCannotBeStartedStopsNoOther() throws Exception {
        damageTheCacheOf("acme");

        List<TickReport> reports = new MeterService(setup("local"), (level, text) -> {}).once(Duration.ZERO);

        assertThat(reports).extracting(TickReport::sampled).containsExactly(false, true);
        assertThat(reports.get(0).errors()).singleElement(STRING).contains("METER_DOCUMENT_UNREADABLE");
    }

    @Test
    void theDaemonMetersTheOthersToo() throws Exception {
        damageTheCacheOf("acme");
        asked.countDown();
        CountDownLatch told = new CountDownLatch(1);
        MeterService service = new MeterService(setup("local"), (level, text) -> {
            if (text.startsWith("shop of acme: METER_DOCUMENT_UNREADABLE")) {
                told.countDown();
            }
        });
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> service.run(Optional.empty()), THREADS);
        assertThat(told.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(asked.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();

        service.stop();
        running.get(WAIT_SECONDS, TimeUnit.SECONDS);

        assertThat(service.metrics())
                .contains(
                        "apportion_meter_errors{product=\"shop\",customer=\"acme\"} 1\n",
                        "apportion_meter_errors{product=\"shop\",customer=\"zoo\"} 0\n");
    }

    @Test
    void ifNobodyCanBeStartedTheProcessEnds() throws Exception {
        damageTheCacheOf("acme");
        damageTheCacheOf("zoo");
        MeterService service = service();

        assertThatThrownBy(() -> service.run(Optional.empty())).hasMessageContaining("METER_DOCUMENT_UNREADABLE");
        assertThatThrownBy(() -> service.once(Duration.ZERO)).hasMessageContaining("METER_DOCUMENT_UNREADABLE");
    }

    @Test
    void aCustomerThatLeftTheFileWithUsageIsTold() {
        assertThat(new MeterService(setup("local"), (level, text) -> {}).once(Duration.ZERO))
                .hasSize(2);
        List<String> told = new ArrayList<>();
        MeterService service = new MeterService(setup("local", "acme"), (level, text) -> told.add(text));

        assertThat(service.once(Duration.ZERO)).hasSize(1);

        assertThat(told).anyMatch(text -> text.startsWith("shop of zoo: It is not in the file any more"));
        assertThat(service.metrics()).contains("apportion_meter_unconfigured{product=\"shop\",customer=\"zoo\"} 1\n");
    }

    @Test
    void aPluginThatIsNotInstalledIsTold() {
        assertThatThrownBy(() -> new MeterService(setup("amazonn"), (level, text) -> {}).once(Duration.ZERO))
                .hasMessageContaining("METER_PLUGIN_UNKNOWN marketplace amazonn: There is no such plugin.")
                .hasMessageContaining("local");
    }

    @Test
    void aPortThatAnotherProgramHasIsTold() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), other.getLocalPort());
            assertThatThrownBy(() -> HealthEndpoint.open(address, () -> true, () -> true, () -> "")
                            .close())
                    .hasMessageStartingWith("METER_PORT_TAKEN " + address)
                    .hasMessageContaining("The port for health and metrics cannot be opened (")
                    .hasMessageEndingWith("Choose another one with --listen.");
        }
    }

    @Test
    void healthAndMetricsAreToldOverHttp() throws Exception {
        boolean[] ready = {false};
        try (HealthEndpoint endpoint = HealthEndpoint.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> true,
                () -> ready[0],
                () -> "# EOF\n")) {
            assertThat(get(endpoint, "/health").statusCode()).isEqualTo(200);
            assertThat(get(endpoint, "/ready").statusCode()).isEqualTo(503);
            ready[0] = true;
            assertThat(get(endpoint, "/ready").statusCode()).isEqualTo(200);
            assertThat(get(endpoint, "/metrics").body()).isEqualTo("# EOF\n");
        }
    }

    private static HttpResponse<String> get(HealthEndpoint endpoint, String path)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
