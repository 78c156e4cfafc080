package org.apportion.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the word that somebody meant: the least edits (insert, delete, replace, swap of neighbors), case and the kind of dash aside,
 * at most a third of the word's length and at least one. {@code ServiceNam} gives {@code ServiceName}.
 */
public final class ClosestWord {
    private ClosestWord() {}

    /** The closest known word; of several equally close ones the first in alphabetical order. */
    public static Optional<String> of(String word, Collection<String> known) {
        String wanted = fold(word);
        int limit = Math.max(1, wanted.length() / 3);
        return known.stream()
                .map(candidate -> new Candidate(candidate, edits(wanted, fold(candidate))))
                .filter(candidate -> candidate.edits() <= limit)
                .min(Comparator.comparingInt(Candidate::edits).thenComparing(Candidate::word))
                .map(Candidate::word);
    }

    /** Optimal string alignment distance: how many letters must be changed, added, left out or swapped with their neighbor. */
    public static int edits(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                cost[i][j] = cost(cost, left, right, i, j);
            }
        }
        return cost[left.length()][right.length()];
    }

    private static int cost(int[][] cost, String left, String right, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }

    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private record Candidate(String word, int edits) {}
}
