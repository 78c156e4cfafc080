package org.apportion.ledger.cursor;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apportion.ledger.LedgerTransaction;
import org.jdbi.v3.core.Handle;

/** What the readers of a feed were told, inside one transaction: to find hours that have changed since. */
public final class ToldHours {
    private static final long DAY = 86_400;

    private final Handle handle;
    private final String feed;

    /** @param feed name of what is read, as of {@link FeedCursors} */
    public ToldHours(LedgerTransaction transaction, String feed) {
        this.handle = transaction.handle();
        this.feed = feed;
    }

    /** Remembers that the reader was told an hour; what was remembered of it before is replaced. */
    public void record(String reader, Instant hour, String digest) {
        insert(reader, hour, digest, "DO UPDATE SET digest = excluded.digest");
    }

    /** The same of an hour that the reader may have already: what it was told first stays. */
    public void recordOnce(String reader, Instant hour, String digest) {
        insert(reader, hour, digest, "DO NOTHING");
    }

    /** Forgets hours before one, of all readers. */
    public void forget(Instant before) {
        handle.createUpdate("DELETE FROM feed_told WHERE feed = :feed AND hour < :before")
                .bind("feed", feed)
                .bind("before", before.getEpochSecond())
                .execute();
    }

    private void insert(String reader, Instant hour, String digest, String conflict) {
        handle.createUpdate("INSERT INTO feed_told (feed, reader, hour, digest) VALUES (:feed, :reader, :hour, :digest)"
                        + " ON CONFLICT (feed, reader, hour) " + conflict)
                .bind("feed", feed)
                .bind("reader", reader)
                .bind("hour", hour.getEpochSecond())
                .bind("digest", digest)
                .execute();
    }

    /**
     * What readers were told that have read since an instant, in order of reader and day.
     *
     * @param from hours before it are left out
     */
    public List<ToldDay> of(Instant since, Instant from) {
        return handle.createQuery(
                        "SELECT t.reader, t.hour / " + DAY + " AS told_day, t.digest, count(*) FROM feed_told t"
                                + " JOIN feed_cursor c ON c.feed = t.feed AND c.reader = t.reader"
                                + " WHERE t.feed = :feed AND c.changed_at >= :since AND t.hour >= :from"
                                + " GROUP BY t.reader, t.hour / " + DAY + ", t.digest ORDER BY 1, 2, 3")
                .bind("feed", feed)
                .bind("since", since.getEpochSecond())
                .bind("from", from.getEpochSecond())
                .map((row, context) -> new ToldDay(
                        row.getString(1), LocalDate.ofEpochDay(row.getLong(2)), row.getString(3), row.getLong(4)))
                .list();
    }
}
