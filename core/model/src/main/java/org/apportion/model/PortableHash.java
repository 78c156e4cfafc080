package org.apportion.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hash of texts that every engine and plain Java compute alike, 0 to 2^60 - 1. It makes keys of records and groups, so it
 * never changes. Not a secret and not a proof against forgery.
 *
 * <p>Rule: write each text as its length in code points, {@code :} and the text, a missing one as {@code -}; take the MD5 (RFC
 * 1321) of the UTF-8 bytes of all of it; the first 15 hex digits are the hash. So {@code ("a", null)} hashes {@code 1:a-}.
 */
public final class PortableHash {
    private static final int UNUSED_BITS = 4;

    private PortableHash() {}

    public static long of(@Nullable String... texts) {
        return of(Arrays.asList(texts));
    }

    /**
     * The hash of a list of texts.
     *
     * @param texts in order; elements may be null
     */
    public static long of(List<@Nullable String> texts) {
        StringBuilder joined = new StringBuilder();
        for (String text : texts) {
            append(joined, text);
        }
        byte[] digest = md5().digest(joined.toString().getBytes(StandardCharsets.UTF_8));
        long first = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            first = (first << Byte.SIZE) | (digest[i] & 0xff);
        }
        return first >>> UNUSED_BITS;
    }

    /**
     * The text by which a map is hashed: each entry as its key and value in the form of {@link #of}, sorted by the bytes of
     * their UTF-8, without anything between them. {@code {b=x, a=null}} becomes {@code 1:a-1:b1:x}.
     */
    public static String text(Map<String, ? extends @Nullable String> map) {
        List<String> entries = new ArrayList<>();
        map.forEach((key, value) -> {
            StringBuilder entry = new StringBuilder();
            append(entry, key);
            append(entry, value);
            entries.add(entry.toString());
        });
        entries.sort((a, b) ->
                Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
        return String.join("", entries);
    }

    private static void append(StringBuilder joined, @Nullable String text) {
        if (text == null) {
            joined.append('-');
        } else {
            joined.append(text.codePointCount(0, text.length())).append(':').append(text);
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
