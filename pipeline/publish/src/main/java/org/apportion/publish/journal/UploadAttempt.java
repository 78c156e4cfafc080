package org.apportion.publish.journal;

import java.time.Instant;
import java.util.Locale;
import org.apportion.model.BillingMonth;
import org.apportion.spi.upload.UploadFile;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send a file.
 *
 * @param number counted from 1 per upload and key
 * @param target where it went, without credentials
 * @param answer what the other side said, or the error's code; null while it is under way
 * @param ended null while it is under way, or if its process ended meanwhile
 */
public record UploadAttempt(
        String upload,
        String key,
        int number,
        String output,
        BillingMonth month,
        String run,
        String fileName,
        String sha256,
        String target,
        State state,
        @Nullable String answer,
        Instant started,
        @Nullable Instant ended) {

    /** How far an attempt has come. */
    public enum State {
        SENDING,
        SENT,
        FAILED;

        /** As it is stored and shown. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static UploadAttempt begun(String upload, int number, UploadFile file, String target, Instant now) {
        return new UploadAttempt(
                upload,
                file.key(),
                number,
                file.output(),
                file.month(),
                file.run(),
                String.valueOf(file.path().getFileName()),
                file.sha256(),
                target,
                State.SENDING,
                null,
                now,
                null);
    }
}
