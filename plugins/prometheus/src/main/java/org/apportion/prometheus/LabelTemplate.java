package org.apportion.prometheus;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a resource or consumer is written from a series' labels: the name of a label ({@code kafka_id}), or a text with labels in braces
 * ({@code {cluster}/{namespace}}), each with a text for its absence after a bar ({@code {team|nobody}}).
 */
record LabelTemplate(String text) {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)(\\|[^{}]*)?}");

    /** Whether the text has the form of a template. */
    static boolean isReadable(String text) {
        return LABEL.matcher(text).matches()
                || !PLACE.matcher(text).replaceAll("").contains("{") && !text.isBlank();
    }

    /** Empty if a label is absent or empty and has no text for that, or if nothing is left. */
    Optional<String> of(Map<String, String> labels) {
        if (LABEL.matcher(text).matches()) {
            return Optional.ofNullable(labels.get(text)).filter(value -> !value.isBlank());
        }
        StringBuilder written = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            String value = labels.getOrDefault(place.group(1), "");
            if (value.isBlank()) {
                if (place.group(2) == null) {
                    return Optional.empty();
                }
                value = place.group(2).substring(1);
            }
            place.appendReplacement(written, Matcher.quoteReplacement(value));
        }
        place.appendTail(written);
        return Optional.of(written.toString()).filter(value -> !value.isBlank());
    }
}
