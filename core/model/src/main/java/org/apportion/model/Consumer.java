package org.apportion.model;

import java.util.Comparator;

/**
 * Who used something. Ordered by kind, then name by code point (UTF-8 byte order): this order decides who receives the odd
 * unit of a split.
 */
public record Consumer(ConsumerKind kind, String name) implements Comparable<Consumer> {

    private static final Comparator<Consumer> ORDER = Comparator.comparing(
                    (Consumer consumer) -> consumer.kind().text())
            .thenComparing(Consumer::name, Consumer::compareByCodePoint);

    public static Consumer principal(String name) {
        return new Consumer(ConsumerKind.PRINCIPAL, name);
    }

    public static Consumer tag(String key, String value) {
        return new Consumer(ConsumerKind.TAG, key + "=" + value);
    }

    @Override
    public int compareTo(Consumer other) {
        return ORDER.compare(this, other);
    }

    /** Code point order, as engines compare UTF-8 bytes; {@link String#compareTo} differs beyond the basic plane. */
    static int compareByCodePoint(String left, String right) {
        int i = 0;
        while (i < left.length() && i < right.length()) {
            int a = left.codePointAt(i);
            int b = right.codePointAt(i);
            if (a != b) {
                return Integer.compare(a, b);
            }
            i += Character.charCount(a);
        }
        return Integer.compare(left.length(), right.length());
    }

    @Override
    public String toString() {
        return kind.text() + ":" + name;
    }
}
