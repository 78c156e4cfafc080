package org.apportion.ingest.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apportion.ingest.problem.ImportError;

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

    /**
     * Refuses a file whose bytes are no longer those that were hashed: rows of two contents would count under the hash of one. An
     * unpacked copy is nobody else's and needs no look.
     *
     * @throws org.apportion.model.ApportionException {@code IMPORT_FILE_REPLACED}
     */
    public void mustBeUnchanged() {
        if (!isDelivered()) {
            return;
        }
        try {
            if (ContentHash.of(readable).equals(sha256)) {
                return;
            }
        } catch (IOException e) {
            throw replaced("The file was removed, or can no longer be read, while it was imported");
        }
        throw replaced("The file was replaced or written to while it was imported");
    }

    /** Whether it is read where it was delivered, or by a link to there. */
    private boolean isDelivered() {
        return Files.isSymbolicLink(readable) || readable.toString().equals(name);
    }

    private RuntimeException replaced(String problem) {
        return ImportError.IMPORT_FILE_REPLACED.at(
                name,
                problem + "; nothing was changed.",
                "Import it again when it is at rest; who delivers it should write under another name and rename it at"
                        + " the end.");
    }

    /** The name without folders. */
    public String shortName() {
        int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        return name.substring(slash + 1);
    }
}
