package org.apportion.http.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apportion.http.HttpReply;
import org.apportion.spi.Progress;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.source.Fetched;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import finds after a fetch is what a first fetch into an empty folder would bring. */
class ObjectSyncTest {
    private static final int PARALLEL = 2;

    private final Map<String, String> objects = new TreeMap<>();
    private Runnable reading = () -> {};

    @TempDir
    Path root;

    @Test
    void aMonthThatIsRestatedInFewerPartsIsWhatAFreshFetchBrings() throws IOException {
        objects.putAll(Map.of("oct/part-1.csv", "1", "oct/part-2.csv", "2", "oct/part-3.csv", "3"));
        bring("here");
        objects.clear();
        objects.putAll(Map.of("oct/part-1.csv", "10", "oct/part-2.csv", "20"));

        Fetched second = bring("here");

        assertThat(second.notes())
                .containsExactly("1 object gone from the store since the last fetch; the files are in "
                        + root.resolve("here/.gone") + ", where no import looks.");
        assertThat(bring("here").notes()).isEmpty();
        bring("fresh");
        assertThat(files("here")).isEqualTo(files("fresh")).hasSize(2);
        assertThat(root.resolve("here/.gone/oct/part-3.csv")).hasContent("3");
    }

    @Test
    void anObjectThatComesBackIsBroughtAgain() throws IOException {
        objects.putAll(Map.of("a.csv", "1", "b.csv", "2"));
        bring("here");
        objects.remove("b.csv");
        bring("here");
        objects.put("b.csv", "2");

        assertThat(bring("here").brought()).isEqualTo(1);
        assertThat(files("here")).containsOnly(Map.entry("a.csv", "1"), Map.entry("b.csv", "2"));
    }

    @Test
    void aFolderThatIsListedAsAnEmptyObjectIsNoFile() throws IOException {
        objects.put("daily", "");
        bring("here");
        objects.put("daily/part.csv", "1");
        objects.put("daily-empty.csv", "");

        bring("here");

        assertThat(files("here")).containsOnly(Map.entry("daily/part.csv", "1"), Map.entry("daily-empty.csv", ""));
        assertThat(bring("here").brought()).isZero();
    }

    @Test
    void asManyObjectsAsTheLimitSaysAreReadAtOnce() throws IOException {
        for (int i = 0; i < 3 * PARALLEL; i++) {
            objects.put("part-" + i + ".csv", "1");
        }
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(PARALLEL);
        reading = () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                together.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException("nothing else was read meanwhile", e);
            } finally {
                now.decrementAndGet();
            }
        };

        assertThat(bring("here").brought()).isEqualTo(3 * PARALLEL);
        assertThat(most).hasValue(PARALLEL);
    }

    private Fetched bring(String folder) throws IOException {
        ObjectSync.Settings settings =
                new ObjectSync.Settings("", new KeyFilter(List.of()), PARALLEL, Duration.ofMillis(1));
        Path target = Files.createDirectories(root.resolve(folder));
        return new ObjectSync(new Shelf(), target, settings, InstantSource.fixed(Instant.EPOCH))
                .bring(Set.of(""), Progress.NONE);
    }

    /** Those that an import looks at. */
    private Map<String, String> files(String folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path start = root.resolve(folder);
        try (Stream<Path> found = Files.walk(start)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String name = start.relativize(file).toString().replace('\\', '/');
                if (!name.startsWith(".")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        return files;
    }

    /** A store whose objects are those of the test. */
    private final class Shelf implements ObjectStore {

        @Override
        public String place() {
            return "shelf";
        }

        @Override
        public ObjectPage list(String prefix, Optional<String> page) {
            return new ObjectPage(
                    objects.keySet().stream()
                            .filter(key -> key.startsWith(prefix))
                            .flatMap(key -> look(key).stream())
                            .toList(),
                    Optional.empty());
        }

        @Override
        public Optional<RemoteObject> look(String key) {
            return Optional.ofNullable(objects.get(key))
                    .map(text -> new RemoteObject(key, text.length(), "of " + text, "", Instant.EPOCH));
        }

        @Override
        public HttpReply read(RemoteObject object, Path file, long offset) {
            reading.run();
            try {
                Files.writeString(file, objects.getOrDefault(object.key(), ""));
                return new HttpReply.Answered(200, Map.of(), "", new Evidence("", ""));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public RuntimeException refusal(String key, HttpReply.Answered answer) {
            return new IllegalStateException(key);
        }
    }
}
