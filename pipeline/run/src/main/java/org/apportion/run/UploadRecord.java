package org.apportion.run;

import java.time.Instant;
import org.apportion.publish.journal.UploadAttempt;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send a file, as the journal keeps it.
 *
 * @param key the same for each attempt to send the same bytes
 * @param attempt counted from 1 per upload and key
 * @param target where it went, without credentials
 * @param state sending (under way, or its process ended meanwhile), sent or failed
 * @param answer what the other side said, or the error's code; null while it is under way
 * @param ended null while it is under way, or if its process ended meanwhile
 */
public record UploadRecord(
        String upload,
        String run,
        String file,
        String sha256,
        String key,
        int attempt,
        String target,
        String state,
        @Nullable String answer,
        Instant started,
        @Nullable Instant ended) {

    static UploadRecord of(UploadAttempt attempt) {
        return new UploadRecord(
                attempt.upload(),
                attempt.run(),
                attempt.fileName(),
                attempt.sha256(),
                attempt.key(),
                attempt.number(),
                attempt.target(),
                attempt.state().text(),
                attempt.answer(),
                attempt.started(),
                attempt.ended());
    }
}
