package org.apportion.metering.cloudevents;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.Products;
import org.apportion.metering.service.MeterService;
import org.apportion.metering.service.MeterSetup;
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
import org.apportion.testkit.MovableClock;

/** A product whose calls events tell, billed each day by their sum into the local marketplace. */
final class EventCompany {
    static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    final MovableClock clock = MovableClock.at(START.toString());
    final Path folder;
    final Map<String, String> settings = new HashMap<>();
    private final SamplePolicy samples;

    EventCompany(Path folder, SamplePolicy samples) {
        this.folder = folder;
        this.samples = samples;
        settings.put("path", folder.resolve("events.ndjson").toString());
        settings.put("calls", "delta; type=com.example.called; value=/count");
    }

    static String event(String id, Instant time, int count) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/shop\",\"type\":\"com.example.called\","
                + "\"time\":\"" + time + "\",\"data\":{\"count\":" + count + "}}";
    }

    void write(String... lines) throws IOException {
        Path file = Path.of(settings.getOrDefault("path", ""));
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    void append(String... lines) throws IOException {
        Path file = Path.of(settings.getOrDefault("path", ""));
        String before = Files.exists(file) ? Files.readString(file) : "";
        Files.writeString(file, before + String.join("\n", lines) + "\n");
    }

    MeterService service(String... customers) {
        PluginChoice files = new PluginChoice("local", Map.of("folder", folder + "/{customer}"), Map.of());
        ProductListing listing = new ProductListing(
                "shop",
                "code",
                List.of(customers),
                new BillingCycle(BillingInterval.DAILY, List.of(), Optional.empty(), 0),
                new ReportingCycle(Duration.ofHours(6), Optional.empty(), false),
                List.of(Products.metric(
                        "calls", UsageAggregation.SUM, ConsumptionReporting.VOLUME, Products.band("call", 0, -1))),
                files,
                Optional.of(new PluginChoice("cloudevents", settings, Map.of())),
                files,
                samples,
                ArchiveRetention.NONE,
                MeteringModes.DOCUMENTED);
        String address = "jdbc:sqlite:" + folder.resolve("ledger.db");
        MeterSetup setup = new MeterSetup(
                new MeteringConfiguration(address, "INFO", List.of(listing)),
                new Secret(() -> address),
                reference -> new Secret(() -> reference),
                clock,
                "1.0");
        return new MeterService(setup, (level, text) -> {});
    }

    /** A process that starts, ticks once and ends. */
    TickReport tick(Duration after) {
        clock.advance(after);
        return service("acme").once(Duration.ofSeconds(5)).get(0);
    }

    /** Everything that the marketplace took. */
    BigDecimal billed() throws IOException {
        Path metered = folder.resolve("acme/metered.ndjson");
        BigDecimal billed = BigDecimal.ZERO;
        for (String line : Files.exists(metered) ? Files.readAllLines(metered) : List.<String>of()) {
            billed = billed.add(new BigDecimal(line.replaceFirst(".*\"quantity\": ?\"?([0-9.]+).*", "$1")));
        }
        return billed;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
