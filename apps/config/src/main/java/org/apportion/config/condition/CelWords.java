package org.apportion.config.condition;

import dev.cel.common.CelIssue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.config.problem.Suggestions;
import org.apportion.model.table.GroupColumn;

/** CEL's complaints in our words. */
final class CelWords {
    /** Told where somebody uses what is not allowed. */
    static final String ALLOWED = "Allowed are && || ! == != < <= > >= in has() startsWith() endsWith() contains() "
            + "over columns, Tags and text in quotes.";

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern OVERLOAD =
            Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*", Pattern.DOTALL);

    private final String text;

    CelWords(String text) {
        this.text = text;
    }

    ConditionMistake mistake(CelIssue issue, int offset) {
        String message = issue.getMessage();
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            return undeclared(undeclared.group(1), offset);
        }
        Matcher overload = OVERLOAD.matcher(message);
        if (overload.matches()) {
            return overload(overload.group(1), overload.group(2), offset);
        }
        if (message.contains("has() macro")) {
            return new ConditionMistake(
                    offset, "has() takes a tag.", "Write has(Tags.team), or ServiceName != '' for a column.");
        }
        return new ConditionMistake(
                offset,
                "The condition cannot be read here: " + shortened(message) + ".",
                "Check quotes, brackets and operators. " + ALLOWED);
    }

    private ConditionMistake undeclared(String name, int offset) {
        if (isCalled(name, offset)) {
            return function(name, offset);
        }
        List<String> known = new ArrayList<>(GroupColumn.ids());
        known.add(ConditionCompiler.TAGS);
        return new ConditionMistake(
                offset,
                "The column " + name + " is not known.",
                Suggestions.closest(name, known)
                        .map(closest -> "Did you mean " + closest + "?")
                        .orElse("Put text into quotes, read a tag by Tags['" + name
                                + "'], or see the list of columns in docs/reference/configuration.md."));
    }

    private boolean isCalled(String name, int offset) {
        int from = text.offsetByCodePoints(0, Math.min(offset, text.codePointCount(0, text.length())));
        return Pattern.compile("\\.?" + Pattern.quote(name) + "\\s*\\(|\\(")
                .matcher(text.substring(from))
                .lookingAt();
    }

    static ConditionMistake function(String name, int offset) {
        return new ConditionMistake(
                offset,
                "The function " + name + "() is not allowed in conditions.",
                Suggestions.closest(name, List.of("startsWith", "endsWith", "contains", "has"))
                        .map(closest -> "Did you mean " + closest + "()?")
                        .orElse(ALLOWED));
    }

    private ConditionMistake overload(String operator, String types, int offset) {
        String name = operator.replaceAll("[_\\[\\]@]", "");
        return new ConditionMistake(
                offset,
                "'" + name + "' cannot be applied to "
                        + typeName(types.replaceAll("^\\(|\\)$", "").replaceAll("^([^.]+)\\.\\(", "$1, ")) + ".",
                "All columns and tags are text: compare them with text in quotes.");
    }

    /** CEL's types as people call them. */
    static String typeName(String types) {
        return types.replaceAll("map\\(string, string\\)", "Tags")
                .replaceAll("\\bmap\\b", "Tags")
                .replaceAll("\\bstring\\b", "text")
                .replaceAll("\\b(int|uint|double)\\b", "a number")
                .replaceAll("\\bbool\\b", "true/false")
                .replaceAll(", ", " and ");
    }

    private static String shortened(String message) {
        String line = message.lines().findFirst().orElse(message);
        String plain = line.replaceFirst("^ERROR: ", "").replaceFirst("expecting \\{.*", "something is missing");
        return plain.length() > 120 ? plain.substring(0, 120) + "…" : plain;
    }
}
