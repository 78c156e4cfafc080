package org.apportion.ledger;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Which snapshots of lake tables count. Readers ask here and nowhere else. */
public final class Snapshots {
    private static final String COLUMNS =
            "SELECT sequence, table_name, snapshot_id, named_by, named_at FROM table_snapshot ";
    private static final RowMapper<NamedSnapshot> MAPPER = (row, context) -> new NamedSnapshot(
            row.getLong(1), row.getString(2), row.getLong(3), row.getString(4), Instants.of(row.getString(5)));

    private final Handle handle;
    private final InstantSource clock;

    Snapshots(Handle handle, InstantSource clock) {
        this.handle = handle;
        this.clock = clock;
    }

    /**
     * Makes a snapshot the current one of its table when this transaction commits. Call it through the lake, which checks
     * that the writer still holds its lease.
     *
     * @param namedBy id of the run or delivery
     */
    public void name(String table, long snapshotId, String namedBy) {
        handle.createUpdate("INSERT INTO table_snapshot (sequence, table_name, snapshot_id, named_by, named_at)"
                        + " SELECT COALESCE(MAX(sequence), 0) + 1, :table, :snapshot, :by, :at FROM table_snapshot")
                .bind("table", table)
                .bind("snapshot", snapshotId)
                .bind("by", namedBy)
                .bind("at", Instants.text(clock.instant()))
                .execute();
    }

    /** The snapshot named last; empty while the table has none. */
    public OptionalLong current(String table) {
        Long current = handle.createQuery(
                        "SELECT snapshot_id FROM table_snapshot WHERE table_name = :table ORDER BY sequence DESC LIMIT 1")
                .bind("table", table)
                .mapTo(Long.class)
                .findOne()
                .orElse(null);
        return current == null ? OptionalLong.empty() : OptionalLong.of(current);
    }

    /** The current snapshot of every table that has one: what a run takes as its inputs. */
    public Map<String, Long> current() {
        return byTable(handle.createQuery(
                COLUMNS + "WHERE sequence IN (SELECT MAX(sequence) FROM table_snapshot GROUP BY table_name)"));
    }

    /** All snapshots of a table that are kept, so that earlier runs can be explained. */
    public Set<Long> kept(String table) {
        return handle
                .createQuery("SELECT snapshot_id FROM table_snapshot WHERE table_name = :table")
                .bind("table", table)
                .mapTo(Long.class)
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Everything that is named, in order. */
    public List<NamedSnapshot> all() {
        return handle.createQuery(COLUMNS + "ORDER BY sequence").map(MAPPER).list();
    }

    /**
     * Forgets a name, so that the snapshot no longer counts. Call it through the lake, which then removes what no other snapshot
     * needs. The current snapshot of a table cannot be forgotten.
     */
    public void forget(NamedSnapshot named) {
        if (current(named.table()).orElse(named.snapshotId()) == named.snapshotId()) {
            throw new IllegalArgumentException("the current snapshot of " + named.table() + " cannot be forgotten");
        }
        handle.createUpdate("DELETE FROM table_snapshot WHERE sequence = :sequence")
                .bind("sequence", named.sequence())
                .execute();
    }

    /** What a run or delivery named, in that order. */
    public List<NamedSnapshot> namedBy(String runOrDelivery) {
        return handle.createQuery(COLUMNS + "WHERE named_by = :by ORDER BY sequence")
                .bind("by", runOrDelivery)
                .map(MAPPER)
                .list();
    }

    private static Map<String, Long> byTable(Query query) {
        return query.map(MAPPER).stream()
                .collect(Collectors.toUnmodifiableMap(NamedSnapshot::table, NamedSnapshot::snapshotId));
    }
}
