package org.apportion.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apportion.model.ApportionException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementException;

/**
 * Brings every room's tables to the version that this program knows. Flyway is loaded only if a version differs: one small
 * query decides, because starting Flyway takes longer than most commands.
 */
final class Migrations {
    /** Two threads of one process cannot both hold a file lock, so they take turns here first. */
    private static final Object ONE_AT_A_TIME = new Object();

    private static final String POSTGRESQL_UNDEFINED_TABLE = "42P01";

    private final Vendor vendor;
    private final String address;
    private final String place;
    private final Jdbi jdbi;

    Migrations(Vendor vendor, String address, String place, Jdbi jdbi) {
        this.vendor = vendor;
        this.address = address;
        this.place = place;
        this.jdbi = jdbi;
    }

    void bringUpToDate() {
        List<LedgerSchema> rooms = rooms();
        if (outdated(rooms).isEmpty()) {
            return;
        }
        synchronized (ONE_AT_A_TIME) {
            if (vendor == Vendor.SQLITE) {
                migrateUnderFileLock(rooms);
            } else {
                outdated(rooms).forEach(this::migrate);
            }
        }
    }

    /** Flyway locks PostgreSQL itself; for SQLite it has no lock, and two first starts would both create the tables. */
    private void migrateUnderFileLock(List<LedgerSchema> rooms) {
        Path lockFile = Path.of(place + ".migration-lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = channel.lock()) {
            outdated(rooms).forEach(this::migrate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<LedgerSchema> rooms() {
        List<LedgerSchema> rooms = new ArrayList<>();
        ServiceLoader.load(LedgerSchema.class, LedgerSchema.class.getClassLoader())
                .forEach(rooms::add);
        rooms.sort(Comparator.comparing((LedgerSchema schema) -> !schema.room().equals(OwnSchema.ROOM))
                .thenComparing(LedgerSchema::room));
        return rooms;
    }

    private List<LedgerSchema> outdated(List<LedgerSchema> rooms) {
        Map<String, Integer> present = presentVersions();
        List<LedgerSchema> outdated = new ArrayList<>();
        for (LedgerSchema room : rooms) {
            int version = present.getOrDefault(room.room(), 0);
            if (version > room.version()) {
                throw new ApportionException(
                        LedgerError.LEDGER_NEWER,
                        place,
                        "its '" + room.room() + "' tables have version " + version + ", this program knows "
                                + room.version() + ".",
                        "Use the newer version of Apportion that wrote it.");
            }
            if (version < room.version()) {
                outdated.add(room);
            }
        }
        return outdated;
    }

    private Map<String, Integer> presentVersions() {
        return jdbi.withHandle(handle -> {
            Map<String, Integer> versions = new HashMap<>();
            try {
                handle.createQuery("SELECT room, version FROM room_schema")
                        .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
                        .forEach(entry -> versions.put(entry.getKey(), entry.getValue()));
            } catch (StatementException e) {
                if (!isMissingTable(e)) {
                    throw e;
                }
            }
            return versions;
        });
    }

    private static boolean isMissingTable(StatementException e) {
        return e.getCause() instanceof SQLException sql
                && (POSTGRESQL_UNDEFINED_TABLE.equals(sql.getSQLState())
                        || String.valueOf(sql.getMessage()).contains("no such table"));
    }

    private void migrate(LedgerSchema schema) {
        String folder = "classpath:db/migration/" + schema.room() + "/";
        try {
            Flyway.configure(LedgerSchema.class.getClassLoader())
                    .dataSource(address, null, null)
                    .locations(folder + "common", folder + vendor.id())
                    .table("migration_" + schema.room())
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new ApportionException(
                    LedgerError.LEDGER_MIGRATION_FAILED,
                    place,
                    "the tables of '" + schema.room() + "' could not be brought to version " + schema.version() + ".",
                    "Check that the disk has space and the user may create tables, then run the command again.",
                    e);
        }
        jdbi.useTransaction(
                handle -> handle.createUpdate("INSERT INTO room_schema (room, version) VALUES (:room, :version)"
                                + " ON CONFLICT (room) DO UPDATE SET version = excluded.version")
                        .bind("room", schema.room())
                        .bind("version", schema.version())
                        .execute());
    }
}
