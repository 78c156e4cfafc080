package org.apportion.config.schema;

import java.util.ArrayList;
import java.util.List;
import org.apportion.config.problem.Problems;
import org.apportion.config.problem.Suggestions;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;
import tools.jackson.databind.JsonNode;

/** Says what the schema expects and what is there instead. */
final class SchemaWords {
    private static final String TEXT = "text";
    /** Longer lists of words are cut. */
    private static final int MOST_WORDS = 12;

    private SchemaWords() {}

    /**
     * @param at the schema that the value does not meet
     * @param meaning what the value is for; may be empty
     * @param secret whether the value must not be shown
     */
    record Difference(String key, Node node, String keyword, JsonNode at, String meaning, boolean secret) {
        String shown() {
            return !secret && node instanceof ScalarNode scalar ? "'" + scalar.written() + "'" : "The value";
        }
    }

    record Sentence(String problem, String advice) {}

    static Sentence type(Difference found) {
        List<String> expected = new ArrayList<>();
        JsonNode type = found.at().path("type");
        if (type.isArray()) {
            type.forEach(one -> expected.add(typeWords(one.asString())));
        } else {
            expected.add(typeWords(type.asString()));
        }
        if (expected.contains(TEXT)) {
            expected.removeAll(List.of("a number", "true or false"));
        }
        return new Sentence(
                "'" + found.key() + "' must be " + String.join(" or ", expected) + ", but is "
                        + found.node().describe() + ".",
                advice(found));
    }

    static Sentence value(Difference found) {
        JsonNode at = found.at();
        return switch (found.keyword()) {
            case "enum" -> oneOf(found, texts(at.path("enum")));
            case "pattern" -> pattern(found);
            case "minimum" -> bound(found, "at least " + at.path("minimum").asString());
            case "maximum" -> bound(found, "at most " + at.path("maximum").asString());
            case "minLength", "minProperties" -> bound(found, "not empty");
            case "maxLength" ->
                bound(found, "at most " + characters(at.path("maxLength").asInt()));
            case "minItems" ->
                at.path("minItems").asInt() == 1
                        ? bound(found, "not empty")
                        : bound(found, "a list of " + at.path("minItems").asInt());
            case "maxItems" -> bound(found, "a list of " + at.path("maxItems").asInt());
            case "maxProperties" -> bound(found, "one key with its value");
            case "uniqueItems" -> new Sentence("'" + found.key() + "' holds a value twice.", "Remove one of them.");
            default -> new Sentence("'" + found.key() + "' is not allowed like this.", advice(found));
        };
    }

    private static Sentence oneOf(Difference found, List<String> allowed) {
        String word = found.node() instanceof ScalarNode scalar ? scalar.text() : "";
        String advice = Suggestions.closest(word, allowed)
                .map(closest -> "Did you mean " + closest + "?")
                .orElseGet(() -> allowed.size() > MOST_WORDS
                        ? Problems.suggest("", allowed)
                        : "Write " + String.join(", ", allowed).replaceFirst(", ([^,]*)$", " or $1") + ".");
        return new Sentence(found.shown() + " is not a value of '" + found.key() + "'.", advice);
    }

    private static Sentence pattern(Difference found) {
        List<String> words = wordsOf(found.at().path("pattern").asString(""));
        return words.isEmpty()
                ? new Sentence(found.shown() + " is not a value of '" + found.key() + "'.", advice(found))
                : oneOf(found, words);
    }

    /** The words of a pattern such as {@code ^(directory|account)$}. */
    private static List<String> wordsOf(String pattern) {
        return pattern.matches("\\^\\(?[a-z|]+\\)?\\$")
                ? List.of(pattern.replaceAll("[\\^()$]", "").split("\\|"))
                : List.of();
    }

    private static Sentence bound(Difference found, String bound) {
        return new Sentence("'" + found.key() + "' must be " + bound + ".", advice(found));
    }

    private static String advice(Difference found) {
        List<String> examples = texts(found.at().path("examples"));
        if (!examples.isEmpty()) {
            return "Write it like " + String.join(" or ", examples) + ".";
        }
        return found.meaning().isEmpty() ? "See docs/reference/configuration.md." : "It means: " + found.meaning();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asString()));
        return texts;
    }

    private static String characters(int number) {
        return number == 1 ? "one character" : number + " characters";
    }

    private static String typeWords(String type) {
        return switch (type) {
            case "object" -> "a mapping with keys";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            default -> TEXT;
        };
    }
}
