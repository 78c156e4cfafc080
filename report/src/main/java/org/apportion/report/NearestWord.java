package org.apportion.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
public final class NearestWord {
    private NearestWord() {}

    /** The known word with the fewest changed letters, if they are few. */
    public static Optional<String> of(String word, Collection<String> known) {
        String low = word.toLowerCase(Locale.ROOT);
        int most = Math.max(2, word.length() / 3);
        return known.stream()
                .filter(candidate -> distance(low, candidate.toLowerCase(Locale.ROOT)) <= most
                        || (low.length() > 2
                                && candidate.toLowerCase(Locale.ROOT).contains(low)))
                .min(Comparator.comparingInt((String candidate) -> distance(low, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** How many letters must be changed, added or left out. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(row[j - 1], above) + 1);
                diagonal = above;
            }
        }
        return row[row.length - 1];
    }
}
