package org.apportion.model;

import java.util.Comparator;

/**
 * Orders text by Unicode code point, which is the order of its UTF-8 bytes and the one in which engines sort.
 * {@link String#compareTo} differs beyond the basic plane.
 */
public final class CodePointOrder {
    public static final Comparator<String> INSTANCE = CodePointOrder::compare;

    private CodePointOrder() {}

    private static int compare(String left, String right) {
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
}
