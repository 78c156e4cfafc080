package org.apportion.run;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;

/**
 * What became of one upload.
 *
 * @param file absolute
 * @param target where it goes, without credentials
 * @param answer what the other side said; empty if it was not asked
 * @param failure only of a failed one
 */
public record UploadResult(
        String id,
        String output,
        BillingMonth month,
        String run,
        Path file,
        String target,
        Outcome outcome,
        String answer,
        Optional<ApportionException> failure) {

    /** How an upload ends. */
    public enum Outcome {
        SENT,
        /** The same bytes arrived before. */
        SENT_BEFORE,
        /** A dry run: it would be sent. */
        WOULD_SEND,
        FAILED;

        /** For people. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
