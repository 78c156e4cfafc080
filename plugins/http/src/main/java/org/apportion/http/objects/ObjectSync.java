package org.apportion.http.objects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apportion.model.ApportionException;
import org.apportion.model.Counted;
import org.apportion.spi.Progress;
import org.apportion.spi.source.Fetched;
import org.jspecify.annotations.Nullable;

/**
 * Brings the objects of some prefixes into a folder. An object is brought if its version or size differs from what was brought
 * before, or if its file is not there. Objects that are gone from the store are told; their files move to {@code .gone}, where no import
 * looks, so that what it finds is what a first fetch would bring.
 */
public final class ObjectSync {
    private static final String STATE = ".state";
    private static final String GONE = ".gone";
    private static final int MOST_PAGES = 100_000;

    private final ObjectStore store;
    private final Path folder;
    private final Path gone;
    private final Settings settings;
    private final InstantSource clock;

    /**
     * How it is done.
     *
     * @param root what the names of files leave out at the beginning of keys; empty or ending with a slash
     * @param parallel objects read at once, above zero
     * @param firstPause before the second attempt; it doubles
     */
    public record Settings(String root, KeyFilter filter, int parallel, Duration firstPause) {}

    /** @param folder exists and belongs to this fetch alone */
    public ObjectSync(ObjectStore store, Path folder, Settings settings, InstantSource clock) {
        this.store = store;
        this.folder = folder;
        this.gone = folder.resolve(GONE);
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Brings what is new.
     *
     * @throws ApportionException with an {@link ObjectError} or {@code HttpError}; what was brought whole before stays and is not brought
     *     again
     */
    public Fetched bring(Set<String> prefixes, Progress progress) {
        try {
            Path parts = Files.createDirectories(folder.resolve(STATE).resolve("parts"));
            ObjectState state = new ObjectState(folder.resolve(STATE).resolve("objects.ndjson"));
            Map<String, RemoteObject> listed = new TreeMap<>();
            for (String prefix : prefixes) {
                list(prefix).forEach(object -> listed.put(object.key(), object));
            }
            clearFolders(listed);
            List<RemoteObject> wanted = new ArrayList<>();
            for (RemoteObject object : listed.values()) {
                if (settings.filter()
                                .takes(object.key().substring(settings.root().length()))
                        && isNew(object, state)) {
                    wanted.add(object);
                }
            }
            Outcome outcome = read(wanted, parts, state, progress);
            List<String> notes = new ArrayList<>(outcome.notes);
            deleted(prefixes, listed.keySet(), state).ifPresent(notes::add);
            clear(parts);
            long found = listed.keySet().stream()
                    .filter(key -> settings.filter()
                            .takes(key.substring(settings.root().length())))
                    .count();
            return new Fetched(found, outcome.brought, outcome.bytes, notes);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private List<RemoteObject> list(String prefix) {
        List<RemoteObject> objects = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Optional<String> page = Optional.empty();
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            ObjectPage answer = store.list(prefix, page);
            for (RemoteObject object : answer.objects()) {
                boolean isFolder = object.key().endsWith("/");
                if (!isFolder && object.key().startsWith(prefix)) {
                    objects.add(object);
                }
            }
            page = answer.next();
            if (page.isEmpty()) {
                return objects;
            }
            if (!seen.add(page.get())) {
                break;
            }
        }
        throw ObjectError.OBJECT_LISTING_ENDLESS.at(
                store.place() + "/" + prefix,
                "the listing repeats itself and does not end.",
                "Run it again; if it stays so, report it to whoever runs the store.");
    }

    private boolean isNew(RemoteObject object, ObjectState state) throws IOException {
        Path file = file(object);
        Optional<ObjectState.Entry> before = state.of(object.key());
        return before.isEmpty()
                || before.get().deleted()
                || !before.get().object().version().equals(object.version())
                || before.get().object().size() != object.size()
                || (object.version().isEmpty()
                        && !before.get().object().modified().equals(object.modified()))
                || !Files.isRegularFile(file)
                || Files.size(file) != object.size();
    }

    private Outcome read(List<RemoteObject> wanted, Path parts, ObjectState state, Progress progress)
            throws IOException {
        Outcome outcome = new Outcome();
        ObjectReader reader = new ObjectReader(store, parts, settings.firstPause(), clock);
        AtomicBoolean failed = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(settings.parallel(), work -> {
            Thread thread = new Thread(work, "fetch-object");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<Optional<ObjectReader.Read>> reads = new ExecutorCompletionService<>(threads);
            for (RemoteObject object : wanted) {
                reads.submit(() -> failed.get() ? Optional.empty() : one(reader, object, state));
            }
            long total = wanted.stream().mapToLong(RemoteObject::size).sum();
            progress.start("Fetching " + store.place(), total, "bytes");
            @Nullable Throwable failure = null;
            for (int i = 0; i < wanted.size(); i++) {
                try {
                    reads.take().get().ifPresent(outcome::add);
                    progress.advanceTo(Math.min(outcome.bytes, total));
                } catch (ExecutionException e) {
                    failed.set(true);
                    failure = failure == null ? e.getCause() : failure;
                }
            }
            rethrow(failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ObjectError.OBJECT_NOT_READ.at(
                    store.place(), "the fetch was interrupted.", "Run it again; it carries on.", e);
        } finally {
            threads.shutdownNow();
        }
        if (outcome.objects < wanted.size()) {
            long gone = (long) wanted.size() - outcome.objects;
            outcome.notes.add("Deleted while the fetch ran: " + Counted.of(gone, "object") + ".");
        }
        return outcome;
    }

    private Optional<ObjectReader.Read> one(ObjectReader reader, RemoteObject object, ObjectState state)
            throws IOException {
        Optional<ObjectReader.Read> read = reader.read(object, file(object));
        if (read.isPresent()) {
            state.put(new ObjectState.Entry(read.get().object(), read.get().sha256(), false));
        }
        return read;
    }

    /** Some stores list folders as objects without content: no files, and in the way of those below them. */
    private void clearFolders(Map<String, RemoteObject> listed) throws IOException {
        TreeMap<String, RemoteObject> sorted = new TreeMap<>(listed);
        for (RemoteObject object : sorted.values()) {
            String inside = object.key() + "/";
            @Nullable String first = sorted.ceilingKey(inside);
            if (object.size() == 0 && first != null && first.startsWith(inside)) {
                listed.remove(object.key());
                Path file = file(object);
                if (Files.isRegularFile(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Moves the file of an object that is gone, and tells it once, when it is missed for the first time. */
    private Optional<String> deleted(Set<String> prefixes, Set<String> listed, ObjectState state) throws IOException {
        long missed = 0;
        for (String prefix : prefixes) {
            for (ObjectState.Entry entry : state.known(prefix)) {
                if (!listed.contains(entry.object().key())) {
                    putAway(entry.object());
                    if (!entry.deleted()) {
                        state.put(new ObjectState.Entry(entry.object(), entry.sha256(), true));
                        missed++;
                    }
                }
            }
        }
        return missed == 0
                ? Optional.empty()
                : Optional.of(Counted.of(missed, "object")
                        + " gone from the store since the last fetch; the files are in " + gone
                        + ", where no import looks.");
    }

    private void putAway(RemoteObject object) throws IOException {
        Path file = file(object);
        if (Files.isRegularFile(file)) {
            Path target = gone.resolve(folder.relativize(file));
            Files.createDirectories(target.getParent());
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** What is left of objects that nobody asks for any more. */
    private static void clear(Path parts) throws IOException {
        try (Stream<Path> files = Files.list(parts)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private Path file(RemoteObject object) {
        return LocalName.of(folder, object.key().substring(settings.root().length()));
    }

    private void rethrow(@Nullable Throwable failure) throws IOException {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    private RuntimeException unwritable(IOException e) {
        return ObjectError.OBJECT_FILE_UNWRITABLE.at(
                folder.toString(),
                "a file of the fetch cannot be read or written.",
                "Check the permissions of the folder and that the disk has space.",
                e);
    }

    /** What has been read so far; of the main thread. */
    private static final class Outcome {
        private final List<String> notes = new ArrayList<>();
        private int objects;
        private long brought;
        private long bytes;

        void add(ObjectReader.Read read) {
            objects++;
            brought += read.changed() ? 1 : 0;
            bytes += read.object().size();
        }
    }
}
