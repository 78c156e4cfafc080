package org.apportion.model;

import java.util.Comparator;

/**
 * Who used something. Ordered by kind, then name by code point (UTF-8 byte order): this order decides who receives the odd
 * unit of a split.
 */
public record Consumer(ConsumerKind kind, String name) implements Comparable<Consumer> {

    private static final Comparator<Consumer> ORDER = Comparator.comparing(
                    (Consumer consumer) -> consumer.kind().text())
            .thenComparing(Consumer::name, CodePointOrder.INSTANCE);

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

    @Override
    public String toString() {
        return kind.text() + ":" + name;
    }
}
