package org.apportion.ledger;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** A lease as the database has it. {@code marks > cleared} means: a holder before may have left debris. */
record LeaseRow(long token, boolean held, long marks, long cleared, Holder holder, Instant acquired, Instant expires) {

    /** Reads the row and keeps others from changing it until the transaction ends. */
    static LeaseRow lock(Handle handle, String name) {
        handle.createUpdate("UPDATE lease SET held = held WHERE name = :name")
                .bind("name", name)
                .execute();
        return handle.createQuery(
                        "SELECT token, held, marks, cleared, host, process_space, pid, process_started, holder,"
                                + " acquired, expires FROM lease WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> new LeaseRow(
                        row.getLong("token"),
                        row.getInt("held") == 1,
                        row.getLong("marks"),
                        row.getLong("cleared"),
                        new Holder(
                                row.getString("host"),
                                row.getString("process_space"),
                                row.getLong("pid"),
                                Instants.of(row.getString("process_started")),
                                row.getString("holder")),
                        Instants.of(row.getString("acquired")),
                        Instants.of(row.getString("expires"))))
                .one();
    }
}
