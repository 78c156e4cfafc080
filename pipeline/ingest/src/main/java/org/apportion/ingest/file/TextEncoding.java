package org.apportion.ingest.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The encoding of a text file. A byte order mark decides; without one, bytes that are valid UTF-8 are UTF-8, text with many
 * zero bytes is UTF-16, and everything else is taken for windows-1252, as spreadsheets write it.
 *
 * @param guessed whether neither a mark nor the source's settings say so
 */
record TextEncoding(Charset charset, boolean guessed) {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int ZERO_SHARE = 4;

    /** @param complete whether {@code head} is the whole file, so that its last character cannot be cut */
    static TextEncoding of(byte[] head, boolean complete) {
        if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
            return new TextEncoding(StandardCharsets.UTF_8, false);
        }
        if (startsWith(head, 0xFF, 0xFE)) {
            return new TextEncoding(StandardCharsets.UTF_16LE, false);
        }
        if (startsWith(head, 0xFE, 0xFF)) {
            return new TextEncoding(StandardCharsets.UTF_16BE, false);
        }
        int[] zeros = zerosAtEvenAndOdd(head);
        if (zeros[1] * ZERO_SHARE > head.length) {
            return new TextEncoding(StandardCharsets.UTF_16LE, true);
        }
        if (zeros[0] * ZERO_SHARE > head.length) {
            return new TextEncoding(StandardCharsets.UTF_16BE, true);
        }
        if (isUtf8(head, complete)) {
            return new TextEncoding(StandardCharsets.UTF_8, false);
        }
        return new TextEncoding(WINDOWS_1252, true);
    }

    /** The text without its byte order mark. */
    String decode(byte[] head) {
        String text = new String(head, charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    boolean isUtf8() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] head, int... mark) {
        if (head.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((head[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static int[] zerosAtEvenAndOdd(byte[] head) {
        int[] zeros = new int[2];
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) {
                zeros[i % 2]++;
            }
        }
        return zeros;
    }

    private static boolean isUtf8(byte[] head, boolean complete) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return !decoder.decode(ByteBuffer.wrap(head), CharBuffer.allocate(head.length + 1), complete)
                .isError();
    }
}
