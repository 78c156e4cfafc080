package org.apportion.metering.cloudevents;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.metering.audit.PartsDigest;

/**
 * How far a file of events was read.
 *
 * @param position bytes that were read
 * @param remembered how many of the bytes before that have the digest
 * @param digest by which the file is known again
 */
record EventPlace(long position, int remembered, String digest) {
    static final EventPlace BEGINNING = new EventPlace(0, 0, digest(ByteBuffer.allocate(0)));
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18}) ([0-9]{1,9}) ([0-9a-f]{64}) ([0-9a-f]{64})");

    /**
     * @param bytes of a file, up to the buffer's position
     * @return 64 hex digits
     */
    static String digest(ByteBuffer bytes) {
        return PartsDigest.of(List.of(new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1)));
    }

    /** @param reader digest of how events are read: by other settings the file is read from its beginning */
    String text(String reader) {
        return position + " " + remembered + " " + digest + " " + reader;
    }

    /** The place that a text tells, or the beginning if it was another reader's. */
    static EventPlace of(Optional<String> text, String reader) {
        return text.map(TEXT::matcher)
                .filter(Matcher::matches)
                .filter(told -> told.group(4).equals(reader))
                .map(told ->
                        new EventPlace(Long.parseLong(told.group(1)), Integer.parseInt(told.group(2)), told.group(3)))
                .orElse(BEGINNING);
    }
}
