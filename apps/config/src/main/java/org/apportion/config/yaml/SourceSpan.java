package org.apportion.config.yaml;

import org.apportion.config.problem.Place;

/**
 * The part of a file that a scalar covers, in code points.
 *
 * @param file for the place
 * @param content of the whole file, shared by all its spans
 * @param start index of the first character, a quote included
 * @param line of the first character, from 1
 * @param column of the first character, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // one array per file, never written and never compared
public record SourceSpan(String file, int[] content, int start, int end, int line, int column) {
    /**
     * Finds the character of the file that an offset of the value came from, by walking both: what the value lacks
     * (quotes, escapes, indentation) is passed over, a folded line break counts as the blank it became.
     */
    Place placeOf(String value, int offset) {
        int[] wanted = value.codePoints().toArray();
        int atLine = line;
        int atColumn = column;
        int next = 0;
        for (int i = start; i < end; i++) {
            boolean openingQuote = i == start && isQuoted();
            if (!openingQuote && next < wanted.length && matches(content[i], wanted[next])) {
                if (next == offset) {
                    break;
                }
                next++;
            }
            if (content[i] == '\n') {
                atLine++;
                atColumn = 1;
            } else {
                atColumn++;
            }
        }
        return new Place(file, atLine, atColumn);
    }

    /** Whether the value stands in quotes. */
    boolean isQuoted() {
        return start < end && (content[start] == '\'' || content[start] == '"');
    }

    private static boolean matches(int found, int wanted) {
        return found == wanted || (found == '\n' && wanted == ' ');
    }
}
