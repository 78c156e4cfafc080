package org.apportion.config.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.model.table.GroupColumn;
import tools.jackson.databind.JsonNode;

/** Writes the page of all keys from the schema. */
final class ReferencePage {
    private static final String HEAD = """
            # Configuration reference

            Made from `apps/config/src/main/resources/schema/apportion.schema.json` by a test; change the schema, not this page.
            `apportion init` writes a commented file to start with and the schema beside it; `apportion check` lists all
            mistakes with file, line and column; `apportion config show` prints every value that counts with its origin.

            - Relative paths are resolved against the file that names them.
            - Numbers are exact decimals. Ids keep their leading zeros, quoted or not. Days are UTC and written 2026-10-15;
              `valid-from` is the first day, `valid-to` the first day no longer.
            - `${env:NAME}` and `${file:/path}` may stand in any text; `$${` writes `${`. Under a key that ends in password,
              secret, token, credential or key only a reference may stand. It is resolved when it is used.
            - Amounts are written `100.00 EUR`; without a currency they are in the reporting currency.
            - A `csv` file has a heading line; columns come in any order, the separator is a comma, semicolon or tab.
            - A file has at most 10 MB, 100 levels and a million values, aliases followed.

            Required keys are marked `*`.
            """;

    private final ConfigSchema schema = ConfigSchema.shipped();
    private final Map<String, JsonNode> done = new LinkedHashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final StringBuilder page = new StringBuilder(HEAD);

    String text() {
        table("", schema.root());
        while (!open.isEmpty()) {
            String path = open.removeFirst();
            JsonNode at = java.util.Objects.requireNonNull(done.get(path));
            page.append("\n## ").append(path).append("\n\n");
            page.append(schema.description(at)).append('\n');
            table(path, at);
        }
        columns();
        return page.toString();
    }

    private void table(String path, JsonNode object) {
        JsonNode at = schema.follow(object);
        page.append("\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n");
        List<String> required = new ArrayList<>();
        at.path("required").forEach(key -> required.add(key.asString()));
        Deque<String> below = new ArrayDeque<>();
        schema.properties(at).forEach((key, property) -> {
            String name = path.isEmpty() ? key : path + "." + key;
            page.append("| `").append(key).append('`').append(required.contains(key) ? " *" : "");
            page.append(" | ")
                    .append(form(property))
                    .append(" | ")
                    .append(standard(property))
                    .append(" | ");
            page.append(schema.description(property).replace("|", "\\|").replace("<", "&lt;"))
                    .append(" |\n");
            follow(name, property, below);
        });
        while (!below.isEmpty()) {
            open.addFirst(below.removeLast());
        }
    }

    /** Objects get a table of their own, each definition once. */
    private void follow(String name, JsonNode property, Deque<String> below) {
        JsonNode at = schema.follow(property);
        JsonNode item = schema.follow(at.path("items"));
        if (item.has("if")) {
            enter(name + "[]", schema.follow(item.path("else")), below);
            enter(name + "[] (a pack)", schema.follow(item.path("then")), below);
        } else if (item.has("properties")) {
            enter(name + "[]", item, below);
        } else if (at.has("properties")) {
            enter(name, at, below);
        } else if (at.has("else")) {
            enter(name, schema.follow(at.path("else")), below);
        }
    }

    private void enter(String name, JsonNode at, Deque<String> below) {
        if (!done.containsValue(at)) {
            done.put(name, at);
            below.addLast(name);
        }
    }

    private String form(JsonNode property) {
        JsonNode at = schema.follow(property);
        if (at.has("enum")) {
            return at.path("enum").size() > 10 ? "a column" : words(at.path("enum"), " ");
        }
        String examples = at.has("examples") ? "such as " + words(at.path("examples"), " or ") : "";
        String types = at.path("type").isArray()
                ? at.path("type")
                        .valueStream()
                        .map(type -> typeWord(type, at))
                        .distinct()
                        .collect(Collectors.joining(" or "))
                : typeWord(at.path("type"), at);
        return examples.isEmpty() ? types : examples;
    }

    private String typeWord(JsonNode type, JsonNode at) {
        return switch (type.asString()) {
            case "array" -> {
                JsonNode items = schema.follow(at.path("items"));
                yield items.has("enum") && items.path("enum").size() <= 10
                        ? "list of " + words(items.path("enum"), " ")
                        : "list";
            }
            case "object" -> "mapping";
            case "boolean" -> at.path("type").isArray() ? "text" : "`true` `false`";
            case "integer" -> "whole number";
            default -> "text";
        };
    }

    private static String words(JsonNode words, String between) {
        return words.valueStream()
                .map(word -> "`" + (word.isContainer() ? word.toString() : word.asString()) + "`")
                .collect(Collectors.joining(between));
    }

    private String standard(JsonNode property) {
        JsonNode standard = property.path("default");
        return standard.isMissingNode() || standard.isObject() ? "" : "`" + standard.asString() + "`";
    }

    private void columns() {
        page.append("\n## Columns\n\nConditions, `resource-column` and `within` may name these columns:\n\n");
        page.append(GroupColumn.ids().stream().map(id -> "`" + id + "`").collect(Collectors.joining(", ")));
        page.append(".\n\nHow conditions are written: [write rules](../how-to/write-rules.md).\n");
    }
}
