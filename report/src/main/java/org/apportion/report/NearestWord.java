package org.apportion.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apportion.model.ClosestWord;

/** Finds the word that somebody probably meant. */
public final class NearestWord {
    private NearestWord() {}

    /** The known word with the fewest changed letters, if they are few. */
    public static Optional<String> of(String word, Collection<String> known) {
        String low = word.toLowerCase(Locale.ROOT);
        int most = Math.max(2, word.length() / 3);
        return known.stream()
                .filter(candidate -> ClosestWord.edits(low, candidate.toLowerCase(Locale.ROOT)) <= most
                        || (low.length() > 2
                                && candidate.toLowerCase(Locale.ROOT).contains(low)))
                .min(Comparator.comparingInt(
                                (String candidate) -> ClosestWord.edits(low, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }
}
