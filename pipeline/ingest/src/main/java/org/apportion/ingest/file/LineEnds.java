package org.apportion.ingest.file;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The line ends between the rows of a delimited text in UTF-8. Line ends in quoted cells are text and not looked at. A quote
 * opens at the start of a cell only; one that is closed before the end of its cell ends with the line.
 */
final class LineEnds {
    /** How a line ends. CR CR LF, which some programs write, is both of CR and CR LF. */
    private enum Kind {
        LF,
        CR,
        CR_LF
    }

    private enum State {
        CELL_START,
        PLAIN,
        QUOTED,
        AFTER_QUOTE
    }

    private static final int END = -1;

    private final int quote;
    private final int delimiter;
    private final @Nullable OutputStream out;
    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    private State state = State.CELL_START;

    private LineEnds(char quote, char delimiter, @Nullable OutputStream out) {
        this.quote = lastByte(quote);
        this.delimiter = lastByte(delimiter);
        this.out = out;
    }

    /**
     * Whether rows end in different ways.
     *
     * @param readable plain or gzip, as its name says
     */
    static boolean areMixed(Path readable, char quote, char delimiter) throws IOException {
        LineEnds ends = new LineEnds(quote, delimiter, null);
        try (InputStream in = open(readable)) {
            ends.pass(in);
        }
        return ends.kinds.size() > 1;
    }

    /** A plain copy in which each row ends with one line feed. */
    static void unify(Path readable, char quote, char delimiter, Path copy) throws IOException {
        try (InputStream in = open(readable);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy), 1 << 16)) {
            new LineEnds(quote, delimiter, out).pass(in);
        }
    }

    private static InputStream open(Path readable) throws IOException {
        InputStream raw = Files.newInputStream(readable);
        if (!readable.toString().endsWith(".gz")) {
            return new BufferedInputStream(raw, 1 << 16);
        }
        try {
            return new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** Reads to the end, or until it is clear that line ends are mixed and nothing is to be written. */
    private void pass(InputStream in) throws IOException {
        int next = in.read();
        while (next != END && (out != null || kinds.size() < 2)) {
            int now = next;
            next = in.read();
            if (state == State.QUOTED || (now != '\r' && now != '\n')) {
                state = after(now);
                write(now);
            } else if (now == '\r' && next == '\n') {
                kinds.add(Kind.CR_LF);
                next = in.read();
                endLine();
            } else {
                kinds.add(now == '\n' ? Kind.LF : Kind.CR);
                // CR CR LF is one end of a line, not an empty line.
                if (now == '\n' || next != '\r') {
                    endLine();
                }
            }
        }
    }

    private void endLine() throws IOException {
        state = State.CELL_START;
        write('\n');
    }

    private State after(int now) {
        if (state == State.QUOTED) {
            return now == quote ? State.AFTER_QUOTE : State.QUOTED;
        }
        if (now == quote && state != State.PLAIN) {
            return State.QUOTED; // opens, or is the second one of a quote in a quoted cell
        }
        return now == delimiter ? State.CELL_START : State.PLAIN;
    }

    private void write(int now) throws IOException {
        if (out != null) {
            out.write(now);
        }
    }

    private static int lastByte(char character) {
        byte[] bytes = String.valueOf(character).getBytes(StandardCharsets.UTF_8);
        return bytes[bytes.length - 1] & 0xFF;
    }
}
