package org.apportion.publish;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.model.ApportionException;

/** Fills {@code {field}} in the text of a template column. */
final class TemplateText {
    private static final Pattern FIELD = Pattern.compile("\\{([a-z-]+)}");

    private TemplateText() {}

    static String fill(String text, Map<String, String> values, String place) {
        Matcher matcher = FIELD.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = values.get(matcher.group(1));
            if (value == null) {
                throw new ApportionException(
                        PublishError.PUBLISH_UNKNOWN_FIELD,
                        place,
                        "The template uses {" + matcher.group(1) + "}, which is not in group-by.",
                        "Use one of " + values.keySet().stream().sorted().toList() + " or add it to group-by.");
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }
}
