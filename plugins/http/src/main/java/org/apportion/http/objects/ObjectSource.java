package org.apportion.http.objects;

import java.time.Duration;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;

/** A remote source whose files are the objects of a store. */
public final class ObjectSource implements RemoteSource {
    /** Before the second attempt to read an object. */
    public static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final MonthPrefixes prefixes;
    private final ObjectSync sync;
    private final Runnable atTheEnd;

    /** @param atTheEnd frees what the store holds */
    public ObjectSource(
            ObjectStore store, ObjectSettings settings, FetchSettings given, Duration firstPause, Runnable atTheEnd) {
        this.prefixes = settings.prefixes();
        this.sync = new ObjectSync(
                store,
                given.folder(),
                new ObjectSync.Settings(prefixes.root(), settings.filter(), settings.parallel(), firstPause),
                given.clock());
        this.atTheEnd = atTheEnd;
    }

    @Override
    public Fetched fetch(FetchWindow window, Progress progress) {
        return sync.bring(prefixes.of(window), progress);
    }

    @Override
    public void close() {
        atTheEnd.run();
    }
}
