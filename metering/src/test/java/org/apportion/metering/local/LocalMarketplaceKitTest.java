package org.apportion.metering.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceSettings;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.AcceptedUsage;
import org.apportion.testkit.marketplace.MarketplaceKit;
import org.junit.jupiter.api.io.TempDir;

/** The marketplace that is a file. It takes every dimension: nobody else knows the listing. */
class LocalMarketplaceKitTest extends MarketplaceKit {
    @TempDir
    private Path folder = Path.of("");

    /** What the file's service is: the file. */
    private static final class Local implements Scene {
        private final MovableClock clock = MovableClock.at("2027-01-31T10:00:00Z");
        private final Path place;
        private final Marketplace marketplace;

        Local(Path place, String oneRecordPerHour) {
            this.place = place;
            this.marketplace = new LocalMarketplaceProvider()
                    .open(new MarketplaceSettings(
                            "suite",
                            Optional.of("acme"),
                            Map.of(
                                    "folder",
                                    place.toString(),
                                    "late-window-hours",
                                    "6",
                                    "one-record-per-hour",
                                    oneRecordPerHour),
                            Map.of(),
                            clock));
        }

        @Override
        public Marketplace marketplace() {
            return marketplace;
        }

        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public String dimension() {
            return "seats";
        }

        @Override
        public Optional<String> unknownDimension() {
            return Optional.empty();
        }

        @Override
        public Optional<String> withoutNetwork() {
            return Optional.of("it is a file: whoever wrote a line knows it, or died and finds it at the next start");
        }

        @Override
        public List<AcceptedUsage> accepted() {
            try {
                Path file = place.resolve("metered.ndjson");
                return Files.exists(file)
                        ? new AcceptedFile(file, java.time.Duration.ofHours(6), clock)
                                .lines(any -> true).stream()
                                        .map(AcceptedFile.Line::record)
                                        .map(record -> new AcceptedUsage(
                                                "",
                                                record.dimension(),
                                                record.timestamp(),
                                                record.quantity(),
                                                record.key(),
                                                record.key()))
                                        .toList()
                        : List.of();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void loseNextReply() {
            throw new IllegalStateException("a file has no network");
        }

        @Override
        public void beBusyOnce() {
            throw new IllegalStateException("a file has no network");
        }

        /** A file in place of the folder, as of a share that is not mounted. */
        @Override
        public void stopService() {
            try {
                if (Files.exists(place)) {
                    Files.move(place, place.resolveSibling("away"));
                }
                Files.writeString(place, "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public List<String> secrets() {
            return List.of();
        }

        @Override
        public void close() {
            // The temporary folder goes with its test.
        }
    }

    @Override
    protected Scene openScene() {
        return new Local(folder.resolve("metered"), oneRecordPerHour());
    }

    String oneRecordPerHour() {
        return "false";
    }
}
