package org.apportion.ingest;

import static org.junit.jupiter.api.Assumptions.abort;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Two machines with one PostgreSQL and one lake. Skipped where no server can be started. */
class TwoImportsOnPostgresTest extends AbstractTwoImports {
    private static @Nullable EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
        } catch (IOException | RuntimeException e) {
            abort("no PostgreSQL can be started here: " + e.getMessage());
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    /** A database of its own for each test. */
    @Override
    String address(String name) throws Exception {
        EmbeddedPostgres started = java.util.Objects.requireNonNull(server);
        try (java.sql.Connection connection = started.getPostgresDatabase().getConnection();
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return started.getJdbcUrl("postgres", name);
    }
}
