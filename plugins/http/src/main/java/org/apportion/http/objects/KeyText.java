package org.apportion.http.objects;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Keys and digests as addresses and listings write them. */
public final class KeyText {
    private KeyText() {}

    /** Percent-encoded as RFC 3986 asks, slashes too. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** As {@link #encoded}, but slashes stay. */
    public static String path(String key) {
        return encoded(key).replace("%2F", "/");
    }

    /** Lower-case hex of a digest in Base64; empty if it is none. */
    public static String hex(String base64) {
        try {
            return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
