package org.apportion.allocate;

import org.apportion.model.Consumer;

/** Order of texts by code point, as engines compare UTF-8 bytes. */
final class CodePoints {
    private CodePoints() {}

    static int compare(String left, String right) {
        return Consumer.principal(left).compareTo(Consumer.principal(right));
    }
}
