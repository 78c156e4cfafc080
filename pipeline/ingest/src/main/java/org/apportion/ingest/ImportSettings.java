package org.apportion.ingest;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where imports put their files, and how long they wait.
 *
 * @param rejects folder for lists of unreadable rows; created when needed
 * @param temporary folder for unpacked copies; created when needed
 * @param patience how long to wait for another process that writes the lake
 */
public record ImportSettings(Path rejects, Path temporary, Duration patience) {

    /** The usual places below the data folder. */
    public static ImportSettings below(Path data) {
        return new ImportSettings(data.resolve("rejects"), data.resolve("temporary"), Duration.ofMinutes(10));
    }
}
