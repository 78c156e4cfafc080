package org.apportion.http.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apportion.http.Digests;
import org.apportion.http.HttpReply;
import org.apportion.http.RetryAfter;

/**
 * Brings one object: into a part file, which is carried on with after a failure as long as the object is the same version, then
 * under its final name at once.
 */
final class ObjectReader {
    private static final int ATTEMPTS = 6;
    private static final int VERSIONS = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;
    private static final int BAD_RANGE = 416;

    private final ObjectStore store;
    private final Path parts;
    private final Duration firstPause;
    private final InstantSource clock;

    /** @param parts folder of part files, which exists */
    ObjectReader(ObjectStore store, Path parts, Duration firstPause, InstantSource clock) {
        this.store = store;
        this.parts = parts;
        this.firstPause = firstPause;
        this.clock = clock;
    }

    /**
     * What was brought.
     *
     * @param changed whether the local file is another one than before
     */
    record Read(RemoteObject object, String sha256, boolean changed) {}

    /**
     * Brings the object; of one that was replaced meanwhile, the newer version. Empty if it is gone.
     *
     * @throws org.apportion.model.ApportionException with an {@link ObjectError}
     */
    Optional<Read> read(RemoteObject listed, Path target) throws IOException {
        RemoteObject object = listed;
        for (int version = 1; version <= VERSIONS; version++) {
            Path part = parts.resolve(Digests.sha256(object.key()) + ".part");
            if (readVersion(object, part)) {
                return Optional.of(keep(object, part, target));
            }
            Files.deleteIfExists(part);
            Optional<RemoteObject> now = store.look(object.key());
            if (now.isEmpty()) {
                return Optional.empty();
            }
            object = now.get();
        }
        throw ObjectError.OBJECT_UNSTABLE.at(
                place(object), "the object was replaced each time it was read.", "Run it again when it is at rest.");
    }

    /** Whether this version was read whole; if not, it is no longer there. */
    private boolean readVersion(RemoteObject object, Path part) throws IOException {
        long offset = resumable(object, part);
        String md5 = object.md5();
        String problem = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (offset < object.size() || object.size() == 0) {
                HttpReply reply = store.read(object, part, offset);
                if (reply instanceof HttpReply.Answered answer) {
                    if (answer.status() == PRECONDITION_FAILED || answer.status() == NOT_FOUND) {
                        return false;
                    }
                    if (!answer.isSuccess() && !mayBeBetterLater(answer) && answer.status() != BAD_RANGE) {
                        throw store.refusal(object.key(), answer);
                    }
                    problem = answer.isSuccess() ? "" : "the answer has status " + answer.status() + ".";
                    md5 = answer.isSuccess() ? store.md5(object, answer) : md5;
                } else {
                    problem =
                            reply instanceof HttpReply.Lost lost ? lost.reason() : ((HttpReply.NotSent) reply).reason();
                }
                if (!problem.isEmpty()) {
                    long before = offset;
                    offset = Files.exists(part) ? Files.size(part) : 0;
                    attempt = offset > before ? 0 : attempt;
                    pause(reply, Math.max(attempt, 1));
                    continue;
                }
            }
            if (isWhole(object.size(), md5, part)) {
                return true;
            }
            problem = "it has " + (Files.exists(part) ? Files.size(part) : 0) + " bytes or another content, expected "
                    + object.size() + " bytes.";
            Files.deleteIfExists(part);
            offset = 0;
        }
        throw (problem.startsWith("it has") ? ObjectError.OBJECT_DAMAGED : ObjectError.OBJECT_NOT_READ)
                .at(
                        place(object),
                        "the object could not be read in " + ATTEMPTS + " attempts: " + problem,
                        "Check the network and the state of the store, then run it again; what arrived is carried on with.");
    }

    /** How much of this version is there already. */
    private long resumable(RemoteObject object, Path part) throws IOException {
        Path mark = part.resolveSibling(part.getFileName() + ".version");
        String version = object.version() + "\n" + object.size() + "\n";
        boolean same = Files.exists(mark) && Files.readString(mark).equals(version);
        if (same && Files.exists(part) && Files.size(part) <= object.size()) {
            return Files.size(part);
        }
        Files.deleteIfExists(part);
        Files.writeString(mark, version, StandardCharsets.UTF_8);
        return 0;
    }

    private static boolean isWhole(long size, String md5, Path part) throws IOException {
        if (!Files.exists(part)) {
            return false;
        }
        return Files.size(part) == size && (md5.isEmpty() || md5.equals(digest("MD5", part)));
    }

    private Read keep(RemoteObject object, Path part, Path target) throws IOException {
        String sha256 = digest("SHA-256", part);
        boolean same = Files.isRegularFile(target)
                && Files.size(target) == object.size()
                && digest("SHA-256", target).equals(sha256);
        if (same) {
            Files.delete(part);
        } else {
            Files.createDirectories(target.getParent());
            Files.setLastModifiedTime(part, FileTime.from(object.modified()));
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(part.resolveSibling(part.getFileName() + ".version"));
        return new Read(object, sha256, !same);
    }

    private void pause(HttpReply reply, int attempt) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(attempt - 1, 6));
        if (reply instanceof HttpReply.Answered answer) {
            pause = RetryAfter.of(answer, clock.instant()).orElse(pause);
        }
        Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        long until = System.nanoTime() + bounded.toNanos();
        while (System.nanoTime() < until && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.min(until - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(100)));
        }
    }

    private static boolean mayBeBetterLater(HttpReply.Answered answer) {
        return answer.status() == 429 || answer.status() == 408 || answer.status() / 100 == 5;
    }

    private String place(RemoteObject object) {
        return store.place() + "/" + object.key();
    }

    private static String digest(String algorithm, Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance(algorithm))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
