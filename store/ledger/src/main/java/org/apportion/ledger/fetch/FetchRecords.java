package org.apportion.ledger.fetch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apportion.ledger.LedgerTransaction;
import org.jdbi.v3.core.Handle;

/** The records of all fetches, inside one transaction. */
public final class FetchRecords {
    private final Handle handle;

    public FetchRecords(LedgerTransaction transaction) {
        this.handle = transaction.handle();
    }

    public void succeeded(String fetch, FetchRecord.Success success) {
        handle.createUpdate(
                        "INSERT INTO fetch_record (fetch_id, attempted_at, failed, succeeded_at, duration_ms, found,"
                                + " brought, bytes) VALUES (:fetch, :at, 0, :at, :duration, :found, :brought, :bytes)"
                                + " ON CONFLICT (fetch_id) DO UPDATE SET attempted_at = excluded.attempted_at, failed = 0,"
                                + " succeeded_at = excluded.succeeded_at, duration_ms = excluded.duration_ms,"
                                + " found = excluded.found, brought = excluded.brought, bytes = excluded.bytes")
                .bind("fetch", fetch)
                .bind("at", success.at().getEpochSecond())
                .bind("duration", success.duration().toMillis())
                .bind("found", success.found())
                .bind("brought", success.brought())
                .bind("bytes", success.bytes())
                .execute();
    }

    public void failed(String fetch, Instant at) {
        handle.createUpdate("INSERT INTO fetch_record (fetch_id, attempted_at, failed) VALUES (:fetch, :at, 1)"
                        + " ON CONFLICT (fetch_id) DO UPDATE SET attempted_at = excluded.attempted_at, failed = 1")
                .bind("fetch", fetch)
                .bind("at", at.getEpochSecond())
                .execute();
    }

    /** Of fetches that were tried since an instant, in order of their ids: those that are no longer configured pass away. */
    public List<FetchRecord> since(Instant instant) {
        return handle.createQuery("SELECT fetch_id, attempted_at, failed, succeeded_at, duration_ms, found, brought,"
                        + " bytes FROM fetch_record WHERE attempted_at >= :since ORDER BY fetch_id")
                .bind("since", instant.getEpochSecond())
                .map((row, context) -> new FetchRecord(
                        row.getString(1), Instant.ofEpochSecond(row.getLong(2)), row.getInt(3) == 1, success(row)))
                .list();
    }

    private static Optional<FetchRecord.Success> success(ResultSet row) throws SQLException {
        long at = row.getLong(4);
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new FetchRecord.Success(
                        Instant.ofEpochSecond(at),
                        Duration.ofMillis(row.getLong(5)),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8)));
    }
}
