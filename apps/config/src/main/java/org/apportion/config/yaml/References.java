package org.apportion.config.yaml;

import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References in text: {@code ${env:NAME}}, {@code ${file:/path}} and those of further secret sources. A doubled dollar
 * sign stands for one that begins no reference.
 */
public final class References {
    private static final Pattern REFERENCE = Pattern.compile("(?<!\\$)\\$\\{([a-z][a-z0-9-]*):([^{}]*)}");
    private static final Pattern ALL_REFERENCE = Pattern.compile("(?:" + REFERENCE.pattern() + ")+");

    private References() {}

    /** Whether a reference stands in the text. */
    public static boolean isIn(String text) {
        return REFERENCE.matcher(text).find();
    }

    /** Whether the text consists of references alone. */
    public static boolean isOnly(String text) {
        return ALL_REFERENCE.matcher(text).matches();
    }

    /**
     * The text with each reference replaced.
     *
     * @param resolve gets the word before the colon and the text after it
     */
    public static String replace(String text, BiFunction<String, String, String> resolve) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder replaced = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(
                    replaced, Matcher.quoteReplacement(resolve.apply(matcher.group(1), matcher.group(2))));
        }
        matcher.appendTail(replaced);
        return replaced.toString().replace("$${", "${");
    }
}
