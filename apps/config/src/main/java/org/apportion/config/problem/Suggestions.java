package org.apportion.config.problem;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apportion.model.ClosestWord;

/** What to write instead of a word that nobody knows. */
public final class Suggestions {
    private static final int LISTED = 12;

    private Suggestions() {}

    /** The closest known word; of several equally close ones the first in alphabetical order. */
    public static Optional<String> closest(String word, Collection<String> known) {
        return ClosestWord.of(word, known);
    }

    /** "Known are a, b, c." in alphabetical order, at most twelve. */
    public static String list(Collection<String> known) {
        if (known.isEmpty()) {
            return "None is defined yet.";
        }
        List<String> sorted = known.stream().sorted().toList();
        String shown = String.join(", ", sorted.subList(0, Math.min(LISTED, sorted.size())));
        int more = sorted.size() - LISTED;
        return "Known " + (sorted.size() == 1 ? "is " : "are ") + shown + (more > 0 ? " and " + more + " more." : ".");
    }
}
