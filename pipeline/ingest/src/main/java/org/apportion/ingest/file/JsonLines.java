package org.apportion.ingest.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.apportion.ingest.problem.ImportError;

/**
 * Rewrites any JSON file, streaming, as one object per line with every number as text: engines read JSON numbers as floating
 * point and would lose digits ({@code 0.1234567890123456789}). Newline-delimited objects, arrays of objects and pretty-printed
 * files all come out alike. It copies tokens and judges no grammar beyond brackets and quotes; the engine does.
 */
public final class JsonLines {
    private static final int BUFFER = 1 << 16;

    private final OutputStream out;
    private int depth;
    private boolean wrapped;
    private boolean inText;
    private boolean escaped;
    private boolean inNumber;
    private final byte[] pending = new byte[BUFFER];
    private int waiting;

    private JsonLines(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes the objects of a JSON file one a line, for the engine.
     *
     * @return a file of objects, one a line, in UTF-8
     * @throws org.apportion.model.ApportionException {@code IMPORT_FILE_DAMAGED} if the file ends inside an object
     */
    public static Path rewrite(SourceFile file, WorkFolder work) {
        Path copy = work.fresh(".ndjson");
        try (InputStream in = FileHead.open(file);
                OutputStream out = Files.newOutputStream(copy)) {
            JsonLines lines = new JsonLines(out);
            byte[] buffer = new byte[BUFFER];
            boolean first = true;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int start = first ? byteOrderMark(buffer, n) : 0;
                first = false;
                lines.accept(buffer, start, n);
            }
            lines.flush();
            if (lines.depth != 0 || lines.inText) {
                throw new EOFException("the file ends inside an object");
            }
        } catch (EOFException | ZipException e) {
            throw ImportError.IMPORT_FILE_DAMAGED.at(
                    file.name(),
                    "The JSON file is cut off or damaged.",
                    "Download it again and compare its size with the original.",
                    e);
        } catch (IOException e) {
            throw ImportError.IMPORT_FILE_UNREADABLE.at(
                    file.name(),
                    "The file cannot be read or copied.",
                    "Check that you may read it and that the disk has space.",
                    e);
        }
        return copy;
    }

    private static int byteOrderMark(byte[] buffer, int length) {
        boolean mark =
                length > 2 && (buffer[0] & 0xFF) == 0xEF && (buffer[1] & 0xFF) == 0xBB && (buffer[2] & 0xFF) == 0xBF;
        return mark ? 3 : 0;
    }

    private void accept(byte[] buffer, int from, int to) throws IOException {
        for (int i = from; i < to; ) {
            if (inText) {
                int end = endOfText(buffer, i, to);
                put(buffer, i, end);
                i = end;
            } else {
                accept(buffer[i++]);
            }
        }
    }

    /** Behind the closing quote, or the end of the buffer. */
    private int endOfText(byte[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            if (escaped) {
                escaped = false;
            } else if (buffer[i] == '\\') {
                escaped = true;
            } else if (buffer[i] == '"') {
                inText = false;
                return i + 1;
            }
        }
        return to;
    }

    private void accept(byte b) throws IOException {
        if (inNumber) {
            if (isNumberPart(b)) {
                put(b);
                return;
            }
            put((byte) '"');
            inNumber = false;
        }
        outsideText(b);
    }

    /** A stream would take a lock for each byte. */
    private void put(byte b) throws IOException {
        if (waiting == BUFFER) {
            flush();
        }
        pending[waiting++] = b;
    }

    private void put(byte[] bytes, int from, int to) throws IOException {
        if (to - from > BUFFER - waiting) {
            flush();
        }
        System.arraycopy(bytes, from, pending, waiting, to - from);
        waiting += to - from;
    }

    private void flush() throws IOException {
        out.write(pending, 0, waiting);
        waiting = 0;
    }

    private void outsideText(byte b) throws IOException {
        switch (b) {
            case ' ', '\t', '\r', '\n' -> {}
            case '[' -> open(b, depth == 0);
            case '{' -> open(b, false);
            case ']', '}' -> close(b);
            case ',' -> {
                if (depth > 0) {
                    put(b);
                }
            }
            case '"' -> {
                inText = true;
                put(b);
            }
            default -> {
                if (b == '-' || (b >= '0' && b <= '9')) {
                    inNumber = true;
                    put((byte) '"');
                }
                put(b);
            }
        }
    }

    /** An array around all objects is left out. */
    private void open(byte b, boolean outermostArray) throws IOException {
        if (outermostArray && !wrapped) {
            wrapped = true;
            return;
        }
        depth++;
        put(b);
    }

    private void close(byte b) throws IOException {
        if (depth == 0) {
            wrapped = false;
            return;
        }
        depth--;
        put(b);
        if (depth == 0) {
            put((byte) '\n');
        }
    }

    private static boolean isNumberPart(byte b) {
        return (b >= '0' && b <= '9') || b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-';
    }
}
