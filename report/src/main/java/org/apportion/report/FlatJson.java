package org.apportion.report;

import java.util.ArrayList;
import java.util.List;
import org.apportion.report.ExplanationNode.Fact;

/**
 * Reads the steps of a price line: JSON text of an array of objects whose values are all strings, as the price step writes it.
 * Not fit for other JSON.
 */
final class FlatJson {
    private static final int HEX = 16;
    private static final int CODE = 4;

    private final String text;
    private int at;

    private FlatJson(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException for any other text */
    static List<List<Fact>> read(String text) {
        FlatJson json = new FlatJson(text);
        List<List<Fact>> objects = new ArrayList<>();
        json.expect('[');
        while (!json.next(']')) {
            json.next(',');
            objects.add(json.object());
        }
        return objects;
    }

    private List<Fact> object() {
        List<Fact> fields = new ArrayList<>();
        expect('{');
        while (!next('}')) {
            next(',');
            String name = string();
            expect(':');
            fields.add(new Fact(name, string()));
        }
        return fields;
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (!next('"')) {
            char c = read();
            value.append(c == '\\' ? escaped() : c);
        }
        return value.toString();
    }

    private char escaped() {
        char c = read();
        if (c != 'u') {
            return c;
        }
        if (at + CODE > text.length()) {
            throw unreadable();
        }
        char code = (char) Integer.parseInt(text.substring(at, at + CODE), HEX);
        at += CODE;
        return code;
    }

    private boolean next(char wanted) {
        boolean found = at < text.length() && text.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private void expect(char wanted) {
        if (!next(wanted)) {
            throw unreadable();
        }
    }

    private char read() {
        if (at >= text.length()) {
            throw unreadable();
        }
        return text.charAt(at++);
    }

    private IllegalArgumentException unreadable() {
        return new IllegalArgumentException("steps of a price line cannot be read at character " + at);
    }
}
