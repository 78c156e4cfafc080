package org.apportion.server;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Answers that are leaving, by reader. A client may have read the last byte and ask again before it is noted that the answer has
 * left; its question waits for that note. Safe for many threads.
 */
final class Departures {
    private final ConcurrentMap<String, CountDownLatch> leaving = new ConcurrentHashMap<>();
    private final Duration patience;

    /** @param patience how long a question waits; it is then answered as if the answer before had been lost */
    Departures(Duration patience) {
        this.patience = patience;
    }

    /** Waits until the answer that is leaving for this reader has left or is known to be lost. */
    void await(String reader) {
        CountDownLatch before = leaving.get(reader);
        if (before == null) {
            return;
        }
        try {
            before.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An answer begins to leave. Whoever calls must run what it gets in any case, when its fate is noted. */
    Runnable begin(String reader) {
        CountDownLatch mine = new CountDownLatch(1);
        leaving.put(reader, mine);
        return () -> {
            leaving.remove(reader, mine);
            mine.countDown();
        };
    }
}
