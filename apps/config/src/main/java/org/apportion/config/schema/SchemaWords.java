package org.apportion.config.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apportion.config.problem.Problems;
import org.apportion.config.problem.Suggestions;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;
import tools.jackson.databind.JsonNode;

/** Says what the schema expects and what is there instead. */
final class SchemaWords {
    private final ConfigSchema schema;

    SchemaWords(ConfigSchema schema) {
        this.schema = schema;
    }

    /** @param at the schema that the value does not meet */
    record Difference(String key, Node node, String keyword, JsonNode at, boolean secret) {
        String shown() {
            return !secret && node instanceof ScalarNode scalar ? "'" + scalar.written() + "'" : "The value";
        }
    }

    record Sentence(String problem, String advice) {}

    Sentence type(String key, Node node, JsonNode at) {
        List<String> expected = new ArrayList<>();
        JsonNode type = at.path("type");
        if (type.isArray()) {
            type.forEach(one -> expected.add(typeWords(one.asString())));
        } else {
            expected.add(typeWords(type.asString()));
        }
        String words = expected.stream().distinct().collect(Collectors.joining(" or "));
        return new Sentence("'" + key + "' must be " + words + ", but is " + node.describe() + ".", advice(at));
    }

    Sentence value(Difference found) {
        JsonNode at = found.at();
        return switch (found.keyword()) {
            case "enum" -> oneOf(found, texts(at.path("enum")));
            case "pattern" -> pattern(found);
            case "minimum" -> bound(found, "at least " + at.path("minimum").asString());
            case "maximum" -> bound(found, "at most " + at.path("maximum").asString());
            case "minLength", "minProperties" -> bound(found, "not empty");
            case "maxLength" -> bound(found, "at most " + characters(at.path("maxLength").asInt()));
            case "minItems" -> at.path("minItems").asInt() == 1
                    ? bound(found, "not empty")
                    : bound(found, "a list of " + at.path("minItems").asInt());
            case "maxItems" -> bound(found, "a list of " + at.path("maxItems").asInt());
            case "maxProperties" -> bound(found, "one key with its value");
            case "uniqueItems" -> new Sentence("'" + found.key() + "' holds a value twice.", "Remove one of them.");
            default -> new Sentence("'" + found.key() + "' is not allowed like this.", advice(at));
        };
    }

    private Sentence oneOf(Difference found, List<String> allowed) {
        String advice = Suggestions.closest(found.node() instanceof ScalarNode scalar ? scalar.text() : "", allowed)
                .map(word -> "Did you mean " + word + "?")
                .orElseGet(() -> allowed.size() > 12
                        ? Problems.suggest("", allowed)
                        : "Write " + String.join(", ", allowed).replaceFirst(", ([^,]*)$", " or $1") + ".");
        return new Sentence(found.shown() + " is not a value of '" + found.key() + "'.", advice);
    }

    private Sentence pattern(Difference found) {
        String advice = advice(found.at());
        List<String> words = wordsOf(found.at().path("pattern").asString(""));
        if (!words.isEmpty()) {
            return oneOf(found, words);
        }
        return new Sentence(found.shown() + " is not a value of '" + found.key() + "'.", advice);
    }

    /** The words of a pattern such as {@code ^(directory|account)$}. */
    private static List<String> wordsOf(String pattern) {
        return pattern.matches("\\^\\(?[a-z|]+\\)?\\$")
                ? List.of(pattern.replaceAll("[\\^()$]", "").split("\\|"))
                : List.of();
    }

    private Sentence bound(Difference found, String bound) {
        return new Sentence("'" + found.key() + "' must be " + bound + ".", advice(found.at()));
    }

    private String advice(JsonNode at) {
        List<String> examples = texts(at.path("examples"));
        if (!examples.isEmpty()) {
            return "Write it like " + String.join(" or ", examples) + ".";
        }
        String description = schema.description(at);
        return description.isEmpty() ? "See docs/reference/configuration.md." : "Expected: " + description;
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
            default -> "text";
        };
    }
}
