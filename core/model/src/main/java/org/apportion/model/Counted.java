package org.apportion.model;

/** Counts in sentences: {@code 1 record}, {@code 2 records}, {@code 0 entries}, {@code 2 days}. For English nouns with a regular plural. */
public final class Counted {
    private Counted() {}

    /** The number as it is, without thousands marks, and the noun in its form. */
    public static String of(long count, String noun) {
        return count + " " + noun(count, noun);
    }

    /**
     * The noun alone.
     *
     * @param noun singular, such as {@code entry}
     */
    public static String noun(long count, String noun) {
        if (count == 1) {
            return noun;
        }
        boolean changes = noun.endsWith("y") && !noun.matches(".*[aeiou]y");
        return changes ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    }
}
