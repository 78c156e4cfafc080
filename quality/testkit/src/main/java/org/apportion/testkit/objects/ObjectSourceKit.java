package org.apportion.testkit.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apportion.spi.Progress;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every plugin that brings objects of a store does. */
public abstract class ObjectSourceKit {
    private static final FetchWindow OCTOBER =
            new FetchWindow(LocalDate.parse("2026-10-01"), LocalDate.parse("2026-11-01"));

    @TempDir
    protected Path folder;

    protected final ObjectServer store;
    private final RemoteSourceProvider provider;
    protected final Map<String, String> settings = new HashMap<>();
    protected final Map<String, Secret> secrets = new HashMap<>();

    /** @param store an empty one with pages of two objects */
    protected ObjectSourceKit(ObjectServer store, RemoteSourceProvider provider) {
        this.store = store;
        this.provider = provider;
    }

    /** Names a bucket that is not there. */
    protected abstract void wrongBucket();

    /** Gives other credentials than the store knows. */
    protected abstract void wrongCredentials();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyObjectOfEveryPageComesOnceWithItsTime() throws IOException {
        for (int i = 0; i < 5; i++) {
            store.put("costs/20261001-20261031/run/part_" + i + ".csv", "cost\n" + i + "\n");
        }
        store.put("costs/20260901-20260930/run/part_0.csv", "september");
        settings.put("prefix", "costs/{first}-{last}/");

        assertThat(fetch()).isEqualTo(new Fetched(5, 5, 35, List.of()));
        assertThat(fetch()).isEqualTo(new Fetched(5, 0, 0, List.of()));
        assertThat(files()).hasSize(5).containsEntry("20261001-20261031/run/part_4.csv", "cost\n4\n");
        assertThat(Files.getLastModifiedTime(folder.resolve("20261001-20261031/run/part_0.csv"))
                        .toInstant())
                .isEqualTo(Instant.parse("2026-11-01T06:01:00Z"));
    }

    @Test
    void aReplacedObjectComesAgain() {
        store.put("a.csv", "one");
        fetch();
        store.put("a.csv", "two");

        assertThat(fetch().brought()).isEqualTo(1);
        assertThat(files()).containsOnly(Map.entry("a.csv", "two"));
    }

    @Test
    void whatBreaksOffIsCarriedOnWithWhereItBrokeOff() {
        store.put("a.csv", "0123456789");
        store.fail(new StoreFault.Cut(4), new StoreFault.Status(503), new StoreFault.Status(500));

        fetch();

        assertThat(files()).containsOnly(Map.entry("a.csv", "0123456789"));
        assertThat(store.reads()).containsExactly("a.csv", "a.csv@4", "a.csv@4", "a.csv@4");
    }

    @Test
    void whatBrokeOffAndWasReplacedSinceStartsAnew() {
        store.put("a.csv", "0123456789");
        store.fail(new StoreFault.Cut(4), new StoreFault.ReplacedBefore("ABCDEFGHIJ"));

        fetch();

        assertThat(files()).containsOnly(Map.entry("a.csv", "ABCDEFGHIJ"));
        assertThat(fetch().brought()).isZero();
    }

    @Test
    void aRangeThatWasNotAskedForIsNotWritten() {
        store.put("a.csv", "0123456789");
        store.fail(new StoreFault.Cut(4), new StoreFault.OtherRange());

        fetch();

        assertThat(files()).containsOnly(Map.entry("a.csv", "0123456789"));
    }

    @Test
    void anObjectThatGoesWhileItIsReadIsTold() {
        store.put("a.csv", "a");
        store.fail(new StoreFault.DeletedBefore());

        assertThat(fetch().notes()).containsExactly("Deleted while the fetch ran: 1 object.");
    }

    @Test
    void keysComeWithAllTheirLetters() {
        store.put("a b/ü+&=%25#?.csv", "1");

        fetch();

        assertThat(files()).containsOnly(Map.entry("a b/ü+&=%2525#%3F.csv", "1"));
    }

    @Test
    void aBusyStoreIsAskedAgain() {
        store.put("a.csv", "a");
        store.failListing(503, 500);

        assertThat(fetch().brought()).isEqualTo(1);
    }

    @Test
    void wrongNamesAndCredentialsAreTold() {
        wrongBucket();
        assertThatThrownBy(this::fetch).hasMessageStartingWith("OBJECT_STORE_UNKNOWN ");
        wrongCredentials();
        assertThatThrownBy(this::fetch).hasMessageMatching("(?s)(OBJECT|HTTP)_REFUSED .*");
        settings.put("bukcet", "x");
        assertThatThrownBy(this::fetch).hasMessageContaining("HTTP_SETTING_WRONG fetches.bills.bukcet: ");
    }

    protected final Fetched fetch() {
        try (RemoteSource source = provider.open(
                new FetchSettings("bills", folder, settings, secrets, MovableClock.at("2026-11-02T00:00:00Z")))) {
            return source.fetch(OCTOBER, Progress.NONE);
        }
    }

    protected final Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.startsWith(".")) {
                    files.put(name, Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
