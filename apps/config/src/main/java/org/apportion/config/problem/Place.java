package org.apportion.config.problem;

import java.util.Comparator;

/**
 * Where something stands.
 *
 * @param file as the user would write it: the path given to the command, or relative to that file's folder
 * @param line from 1; 0 for the file as a whole
 * @param column in characters (code points) from 1; 0 for the line as a whole
 */
public record Place(String file, int line, int column) implements Comparable<Place> {
    /** Of values that no file states. */
    public static final Place DEFAULT = new Place("default", 0, 0);

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::file).thenComparingInt(Place::line).thenComparingInt(Place::column);

    public static Place of(String file) {
        return new Place(file, 0, 0);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column}, without what is unknown. */
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + (column == 0 ? "" : ":" + column);
    }
}
