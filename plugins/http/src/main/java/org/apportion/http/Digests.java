package org.apportion.http;

import java.nio.charset.StandardCharsets;
import org.apportion.model.Sha256;
import org.apportion.spi.metering.Evidence;

/** SHA-256 of bodies, as lower-case hex. */
public final class Digests {
    private Digests() {}

    /** @return empty for an empty text: there was no body */
    public static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String sha256(byte[] bytes) {
        if (bytes.length == 0) {
            return "";
        }
        return Sha256.hex(bytes);
    }

    /** Evidence of a request that has no answer. */
    public static Evidence ofRequest(String body) {
        return new Evidence(sha256(body), "");
    }

    public static Evidence none() {
        return new Evidence("", "");
    }
}
