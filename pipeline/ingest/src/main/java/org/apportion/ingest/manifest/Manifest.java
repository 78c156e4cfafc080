package org.apportion.ingest.manifest;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * One manifest.
 *
 * @param file where it lies
 * @param export what it is a run of: a report or export and its billing period; a newer run takes the place of an older one
 * @param written when the run was made, as the manifest says, else when its file was written
 * @param dated whether the manifest says when; a file's time is that of its last copy
 * @param parts the run's files
 */
record Manifest(Path file, String export, Instant written, boolean dated, List<Part> parts) {
    Manifest {
        parts = List.copyOf(parts);
    }

    /**
     * A file of a run.
     *
     * @param key path in the store, segments separated by slashes
     * @param bytes its length; negative if the manifest does not say
     */
    record Part(String key, long bytes) {}
}
