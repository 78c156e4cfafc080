package org.apportion.metering.cloudevents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.ledger.Ledger;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageInbox;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.ProductUsageKit;

/** A product that writes events into a file, with a real ledger. */
final class EventProduct implements ProductUsageKit.Product {
    static final Instant NOW = Instant.parse("2027-01-01T12:00:00.123456Z");

    final Path file;
    private final Ledger ledger;
    final MovableClock clock = MovableClock.at(NOW.toString());
    private final ProductUsage usage;
    private int events;

    EventProduct(Path folder) {
        file = folder.resolve("events.ndjson");
        ledger = TestLedgers.sqlite(folder, clock);
        usage = open(settings("path", file.toString()));
    }

    /** One setting besides the metrics of the kit. */
    static Map<String, String> settings(String name, String value) {
        Map<String, String> settings = new HashMap<>(Map.of(name, value));
        for (String metric : new String[] {"nodes", "users", "hours", "items", "ä-b.c"}) {
            settings.put(metric, "level; type=levels; value=/" + metric);
        }
        return settings;
    }

    UsageInbox inbox() {
        return Journal.open(ledger, Fences.open(1)).inbox(new MeteredProduct("shop", "acme"));
    }

    /** As by a process that has just begun. */
    ProductUsage open(Map<String, String> settings) {
        return open(settings, inbox());
    }

    ProductUsage open(Map<String, String> settings, UsageInbox inbox) {
        return new CloudEventUsageProvider().open(settings, Map.of(), clock, inbox);
    }

    void append(String text) {
        try {
            Files.writeString(
                    file, text, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ProductUsage usage() {
        return usage;
    }

    @Override
    public Instant now() {
        return NOW;
    }

    @Override
    public void tell(Map<String, String> values) {
        append(event(values) + "\n");
    }

    /** The next event of this product. */
    String event(Map<String, String> values) {
        String data = values.entrySet().stream()
                .map(value -> "\"" + value.getKey() + "\":" + value.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        return "{\"specversion\":\"1.0\",\"id\":\"" + ++events + "\",\"source\":\"/p\",\"type\":\"levels\",\"time\":\""
                + NOW + "\",\"data\":" + data + "}";
    }

    @Override
    public void tellGarbage() {
        append("{garbage\n");
    }

    @Override
    public void stop() {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
