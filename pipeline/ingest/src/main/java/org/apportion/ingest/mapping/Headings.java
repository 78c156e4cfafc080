package org.apportion.ingest.mapping;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares headings of bills. {@code lineItem/UsageAccountId}, {@code line_item_usage_account_id} and
 * {@code LineItemUsageAccountId} are one heading; so are {@code Coût (Cost)} and {@code Cost}: localized files carry the
 * English name in brackets.
 */
final class Headings {
    private static final Pattern BRACKETS = Pattern.compile(".*\\(([^()]+)\\)\\s*");

    private Headings() {}

    /** Lower case, letters and digits only. */
    static String plain(String heading) {
        StringBuilder text = new StringBuilder(heading.length());
        heading.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    /** The English name in brackets, in plain form; empty if there is none. */
    static String inBrackets(String heading) {
        Matcher matcher = BRACKETS.matcher(heading);
        return matcher.matches() ? plain(matcher.group(1)) : "";
    }

    static Set<String> plain(Collection<String> headings) {
        Set<String> all = new HashSet<>();
        for (String heading : headings) {
            all.add(plain(heading));
            all.add(inBrackets(heading));
        }
        all.remove("");
        return all;
    }
}
