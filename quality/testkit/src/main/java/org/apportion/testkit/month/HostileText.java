package org.apportion.testkit.month;

import java.util.List;
import java.util.Random;

/** Names as people and machines really write them: quotes, wildcards, control characters, every plane of Unicode. */
final class HostileText {
    /** Sorted differently by code point, by UTF-16 unit and by any locale. */
    static final List<String> NAMES = List.of(
            "payments",
            "Payments",
            "payments ",
            " payments",
            "it's",
            "say \"no\"",
            "back\\slash",
            "two\nlines",
            "tab\there",
            "100%",
            "%",
            "_",
            "a_b",
            "axb",
            "';--",
            "${env:HOME}",
            "{key}",
            "a=b",
            "null",
            "NULL",
            "0",
            "00123",
            "7.5E+11",
            "Zürich",
            "Zu\u0308rich",
            "ß",
            "\uFF5E wide",
            "\uE000 private",
            "😀",
            "👩‍👩‍👧",
            "日本語",
            "עברית");

    private HostileText() {}

    static String name(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }
}
