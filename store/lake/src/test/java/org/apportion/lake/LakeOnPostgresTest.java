package org.apportion.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apportion.ledger.Leases;
import org.apportion.ledger.LedgerSettings;
import org.apportion.spi.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lake with its catalog and ledger in a real PostgreSQL; skipped where none can be started. */
class LakeOnPostgresTest {
    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();

    @Test
    void replacementsAndRecoveryWorkAsOnSqlite() throws IOException {
        try (EmbeddedPostgres server = start()) {
            String address = server.getJdbcUrl("postgres", "postgres");
            try (SmallLake small = open(address)) {
                small.rewrite("2026-10", 3, "1", "first");
                small.rewrite("2026-10", 2, "7", "second");
                small.rewriteUnnamed(small.write());
                clock.forward(Leases.LIFETIME);
            }
            try (SmallLake small = open(address)) {
                assertThat(small.state()).isEqualTo("2 rows, 14 | 2 rows, 14");
                small.write().close();
                assertThat(small.state()).isEqualTo("2 rows, 14 | 2 rows, 14");
                assertThat(DataFolders.dataFiles(folder))
                        .as("two named snapshots of two tables")
                        .hasSize(4);
            }
        }
    }

    private SmallLake open(String address) {
        return new SmallLake(folder, new LedgerSettings(new Secret(() -> address), clock), LakeStep.Watch.NONE);
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
        } catch (IOException | RuntimeException e) {
            return abort("no PostgreSQL can be started here: " + e.getMessage());
        }
    }
}
