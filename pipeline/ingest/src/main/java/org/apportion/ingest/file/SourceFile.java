package org.apportion.ingest.file;

import java.nio.file.Path;
import java.time.Instant;

/**
 * One delivered file, or one member of a delivered zip archive.
 *
 * @param name path as delivered, with {@code !member} for a member of an archive; for messages and version patterns
 * @param readable where the content can be read: the file itself, or an unpacked copy
 * @param gzip whether the readable content is compressed
 * @param sha256 64 lower-case hex digits of the delivered bytes (of a member: its unpacked bytes)
 * @param bytes length of the readable content
 * @param modified time of last change that the file system or the archive states, UTC
 */
public record SourceFile(
        String name, Path readable, Kind kind, boolean gzip, String sha256, long bytes, Instant modified) {

    /** How the content is laid out. */
    public enum Kind {
        CSV,
        JSON,
        PARQUET
    }

    /** First 16 hex digits of the hash: the {@code x_File} of each row. */
    public String id() {
        return sha256.substring(0, 16);
    }

    /** The name without folders. */
    public String shortName() {
        int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        return name.substring(slash + 1);
    }
}
