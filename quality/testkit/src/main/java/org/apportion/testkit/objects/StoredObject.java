package org.apportion.testkit.objects;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * One version of an object in a fake store.
 *
 * @param generation larger for each write
 */
public record StoredObject(String key, byte[] content, long generation, Instant modified) {

    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    public byte[] md5() {
        try {
            return MessageDigest.getInstance("MD5").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** Differs with each write, also of the same content, as that of a multipart upload may; with its quotes. */
    public String etag() {
        return "\"" + HexFormat.of().formatHex(md5()) + "-" + generation + "\"";
    }
}
