package org.apportion.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apportion.metering.tick.TickReport;
import org.apportion.model.metering.PluginChoice;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;

/**
 * An installation with a file of the adapter as it is: read by the loader, asking a product over HTTP at the address that the file names,
 * with documents in files and a ledger. Only the clock is moved, the marketplace is one in memory with the rules of Amazon, and the
 * documents' folder is ours.
 */
final class ExampleInstallation implements AutoCloseable {
    final MovableClock clock;
    final StrictMarketplace marketplace;
    private final HttpServer product;
    private final ProxySelector standard = ProxySelector.getDefault();
    private final PastMeter meter;
    private volatile Optional<Map<String, BigDecimal>> answer = Optional.empty();
    private final Path folder;

    ExampleInstallation(Path yaml, Path folder, Instant start) throws IOException {
        this.folder = folder;
        this.clock = MovableClock.at(start.toString());
        this.marketplace = new StrictMarketplace(rules(), clock, Duration.ZERO, Faults.none());
        this.product = product();
        ProxySelector.setDefault(towards(product.getAddress()));
        ProductListing listing =
                withStore(PastMeter.load(yaml).configuration().products().get(0));
        this.meter =
                PastMeter.of(listing, "jdbc:sqlite:" + folder.resolve("ledger.db"), clock, Optional.of(marketplace));
    }

    private ProductListing withStore(ProductListing listing) {
        return new ProductListing(
                listing.name(),
                listing.productCode(),
                listing.customers(),
                listing.billing(),
                listing.reporting(),
                listing.metrics(),
                listing.marketplace(),
                listing.usage(),
                new PluginChoice("local", Map.of("folder", folder.toString()), Map.of()),
                listing.samples(),
                listing.archive(),
                listing.modes());
    }

    private static MarketplaceRules rules() {
        return new MarketplaceRules(
                25,
                1 << 20,
                true,
                Duration.ofHours(6),
                0,
                new BigDecimal(Integer.MAX_VALUE),
                true,
                false,
                MarketplaceRules.UnknownOutcome.RESEND_SAME);
    }

    private HttpServer product() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = answer.map(ExampleInstallation::json).orElse("").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.isPresent() ? 200 : 500, body.length == 0 ? -1 : body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    private static String json(Map<String, BigDecimal> values) {
        return values.entrySet().stream()
                .map(value -> "{\"usage_metric\":\"" + value.getKey() + "\",\"count\":" + value.getValue() + "}")
                .collect(Collectors.joining(",", "{\"usage_metrics\":[", "]}"));
    }

    /** The file names a fixed port of this machine, which others may have. */
    private static ProxySelector towards(InetSocketAddress address) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(new Proxy(Proxy.Type.HTTP, address));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress socket, IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    List<String> start() {
        return meter.start();
    }

    /** @param said what the product says; empty if it fails */
    TickReport tick(Instant at, Optional<Map<String, BigDecimal>> said) {
        answer = said;
        return meter.tick(Duration.between(clock.instant(), at));
    }

    Optional<String> document(DocumentStore.Document document) throws IOException {
        Path file = folder.resolve(
                switch (document) {
                    case CSP_CONFIG -> "csp-config.json";
                    case CACHE -> "cache.json";
                    case ARCHIVE -> "archive.json";
                });
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    @Override
    public void close() {
        ProxySelector.setDefault(standard);
        meter.close();
        product.stop(0);
    }
}
