package org.apportion.metering.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.ProductUsageKit;

/** A product that writes a file, whose samples are of when it writes. */
final class FileProduct implements ProductUsageKit.Product {
    private static final Instant NOW = Instant.parse("2027-01-31T10:00:00Z");

    private final Path file;
    private final ProductUsage usage;

    FileProduct(Path file) {
        this.file = file;
        this.usage = new FileUsageProvider()
                .open(
                        Map.of("path", file.toString()),
                        Map.of(),
                        MovableClock.at(NOW.plusSeconds(60).toString()));
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
        if (file.toString().endsWith(".csv")) {
            Map<String, String> sorted = new TreeMap<>(values);
            write("reporting_time," + String.join(",", sorted.keySet()) + "\n" + NOW + ","
                    + String.join(",", sorted.values()) + "\n");
        } else {
            write(HttpUsageKitTest.answer(values));
        }
    }

    @Override
    public void tellGarbage() {
        write("garbage\n");
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.from(NOW));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        // The temporary folder goes with its test.
    }
}
