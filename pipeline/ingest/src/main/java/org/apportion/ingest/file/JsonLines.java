package org.apportion.ingest.file;

import java.io.BufferedOutputStream;
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
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy), BUFFER)) {
            JsonLines lines = new JsonLines(out);
            byte[] buffer = new byte[BUFFER];
            boolean first = true;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int start = first ? byteOrderMark(buffer, n) : 0;
                first = false;
                for (int i = start; i < n; i++) {
                    lines.accept(buffer[i]);
                }
            }
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

    private void accept(byte b) throws IOException {
        if (inText) {
            out.write(b);
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inText = false;
            }
            return;
        }
        if (inNumber) {
            if (isNumberPart(b)) {
                out.write(b);
                return;
            }
            out.write('"');
            inNumber = false;
        }
        outsideText(b);
    }

    private void outsideText(byte b) throws IOException {
        switch (b) {
            case ' ', '\t', '\r', '\n' -> {}
            case '[' -> open(b, depth == 0);
            case '{' -> open(b, false);
            case ']', '}' -> close(b);
            case ',' -> {
                if (depth > 0) {
                    out.write(b);
                }
            }
            case '"' -> {
                inText = true;
                out.write(b);
            }
            default -> {
                if (b == '-' || (b >= '0' && b <= '9')) {
                    inNumber = true;
                    out.write('"');
                }
                out.write(b);
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
        out.write(b);
    }

    private void close(byte b) throws IOException {
        if (depth == 0) {
            wrapped = false;
            return;
        }
        depth--;
        out.write(b);
        if (depth == 0) {
            out.write('\n');
        }
    }

    private static boolean isNumberPart(byte b) {
        return (b >= '0' && b <= '9') || b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-';
    }
}
