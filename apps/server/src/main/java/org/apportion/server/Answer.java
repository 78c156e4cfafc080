package org.apportion.server;

import java.nio.charset.StandardCharsets;

/**
 * What a page answers.
 *
 * @param afterwards done once the whole body has left; not if the connection broke
 * @param ended done last, in any case
 */
record Answer(int status, String contentType, byte[] body, Runnable afterwards, Runnable ended) {
    private static final String PLAIN = "text/plain; charset=utf-8";

    static Answer of(int status, String text) {
        return new Answer(status, PLAIN, (text + "\n").getBytes(StandardCharsets.UTF_8), () -> {}, () -> {});
    }

    /** The same, without anything to be done when it has left. */
    Answer withoutAfterwards() {
        return new Answer(status, contentType, body, () -> {}, ended);
    }

    static Answer ok(String contentType, byte[] body) {
        return new Answer(200, contentType, body, () -> {}, () -> {});
    }
}
