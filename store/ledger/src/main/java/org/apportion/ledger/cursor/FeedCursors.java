package org.apportion.ledger.cursor;

import java.time.Instant;
import java.util.Optional;
import org.apportion.ledger.LedgerTransaction;
import org.jdbi.v3.core.Handle;

/** The cursors of all readers of a feed, inside one transaction. */
public final class FeedCursors {
    private final Handle handle;
    private final String feed;

    /** @param feed name of what is read, so that one reader may read several */
    public FeedCursors(LedgerTransaction transaction, String feed) {
        this.handle = transaction.handle();
        this.feed = feed;
    }

    public Optional<FeedCursor> find(String reader) {
        return handle.createQuery("SELECT hour, served FROM feed_cursor WHERE feed = :feed AND reader = :reader")
                .bind("feed", feed)
                .bind("reader", reader)
                .map((row, context) -> new FeedCursor(Instant.ofEpochSecond(row.getLong(1)), row.getInt(2) == 1))
                .findOne();
    }

    /** Records that the reader is offered an hour, before the answer begins. */
    public void offer(String reader, Instant hour, Instant now) {
        handle.createUpdate("INSERT INTO feed_cursor (feed, reader, hour, served, changed_at)"
                        + " VALUES (:feed, :reader, :hour, 0, :now) ON CONFLICT (feed, reader)"
                        + " DO UPDATE SET hour = excluded.hour, served = 0, changed_at = excluded.changed_at")
                .bind("feed", feed)
                .bind("reader", reader)
                .bind("hour", hour.getEpochSecond())
                .bind("now", now.getEpochSecond())
                .execute();
    }

    /** Records that the answer with this hour has left; without effect if the reader was offered another one since. */
    public void served(String reader, Instant hour, Instant now) {
        handle.createUpdate("UPDATE feed_cursor SET served = 1, changed_at = :now"
                        + " WHERE feed = :feed AND reader = :reader AND hour = :hour")
                .bind("feed", feed)
                .bind("reader", reader)
                .bind("hour", hour.getEpochSecond())
                .bind("now", now.getEpochSecond())
                .execute();
    }
}
