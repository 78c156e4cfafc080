package org.apportion.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.Sha256;

/**
 * A published file as it lies there.
 *
 * @param sha256 as its manifest says, lower-case hex
 */
public record PublishedBytes(Path path, String sha256) {
    private static final int KEY_LENGTH = 32;

    /**
     * Whether the file's bytes are still those of its manifest.
     *
     * @throws ApportionException {@code PUBLISH_NOT_WRITABLE} if it cannot be read
     */
    public boolean isWhole() {
        try (InputStream in = Files.newInputStream(path)) {
            return Sha256.hex(in).equals(sha256);
        } catch (IOException e) {
            throw new ApportionException(
                    PublishError.PUBLISH_NOT_WRITABLE,
                    path.toString(),
                    "The published file cannot be read.",
                    "Run the month again, which writes it.",
                    e);
        }
    }

    /**
     * A key that the same bytes of a month have in each attempt to send them by an upload until others are sent: 32 hex digits.
     * Bytes that come back after others have another key, so that a receiver takes them.
     *
     * @param after key of the other bytes that were sent before; empty if there were none
     */
    public static String key(String upload, BillingMonth month, String sha256, Optional<String> after) {
        String subject = upload + "\n" + month + "\n" + sha256;
        String text = after.map(before -> subject + "\n" + before).orElse(subject);
        return Sha256.hex(text).substring(0, KEY_LENGTH);
    }
}
