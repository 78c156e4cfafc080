package org.apportion.metering.journal;

import static org.junit.jupiter.api.Assumptions.abort;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.spi.Secret;

/** Ledgers for tests. */
public final class TestLedgers {
    private TestLedgers() {}

    public static Ledger sqlite(Path folder, InstantSource clock) {
        return at("jdbc:sqlite:" + folder.resolve("ledger.db"), clock);
    }

    public static Ledger at(String address, InstantSource clock) {
        return Ledger.open(new LedgerSettings(new Secret(() -> address), clock));
    }

    /** A server of its own; the test is skipped where none can be started, such as for root without user namespaces. */
    public static EmbeddedPostgres postgres() {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
        } catch (IOException | RuntimeException e) {
            return abort("no PostgreSQL can be started here: " + e.getMessage());
        }
    }

    /** A folder in memory where the system has one, because thousands of runs commit hundreds of thousands of times. */
    public static Path fastFolder(Path otherwise) throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? Files.createTempDirectory(memory, "metering") : otherwise;
    }

    /** Deletes the ledger's files and their folder. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
