package org.apportion.cli;

import java.io.IOException;
import java.io.Writer;

/**
 * Passes text on to a terminal without what could steer it: names come from bills, so anybody may have written them. Line ends
 * and tabs stay; other control characters and invisible ones that change the order of text become U+FFFD.
 */
final class PrintableWriter extends Writer {
    private final Writer terminal;

    PrintableWriter(Writer terminal) {
        this.terminal = terminal;
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        char[] shown = new char[length];
        for (int i = 0; i < length; i++) {
            char c = text[from + i];
            boolean steers = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            shown[i] = steers && c != '\n' && c != '\t' ? '\uFFFD' : c;
        }
        terminal.write(shown);
    }

    @Override
    public void flush() throws IOException {
        terminal.flush();
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
