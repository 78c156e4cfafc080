package org.apportion.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;

/**
 * A published file as it lies there.
 *
 * @param sha256 as its manifest says, lower-case hex
 */
public record PublishedBytes(Path path, String sha256) {
    private static final int BUFFER = 1 << 16;
    private static final int KEY_LENGTH = 32;

    /**
     * Whether the file's bytes are still those of its manifest.
     *
     * @throws ApportionException {@code PUBLISH_NOT_WRITABLE} if it cannot be read
     */
    public boolean isWhole() {
        MessageDigest digest = digest();
        try (InputStream in = Files.newInputStream(path)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new ApportionException(
                    PublishError.PUBLISH_NOT_WRITABLE,
                    path.toString(),
                    "The published file cannot be read.",
                    "Run the month again, which writes it.",
                    e);
        }
        return HexFormat.of().formatHex(digest.digest()).equals(sha256);
    }

    /**
     * A key that the same bytes of a month have in each attempt to send them by an upload until others are sent: 32 hex digits.
     * Bytes that come back after others have another key, so that a receiver takes them.
     *
     * @param after key of the other bytes that were sent before; empty if there were none
     */
    public static String key(String upload, BillingMonth month, String sha256, Optional<String> after) {
        String subject = upload + "\n" + month + "\n" + sha256;
        byte[] text =
                after.map(before -> subject + "\n" + before).orElse(subject).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(digest().digest(text)).substring(0, KEY_LENGTH);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
