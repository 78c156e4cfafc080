package org.apportion.engine.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of a type such as {@code STRUCT(id VARCHAR, "number" BIGINT)}; without fields for any other type. */
record StructType(List<Field> fields) {
    private static final String HEAD = "STRUCT(";

    record Field(String name, String type) {}

    static StructType parse(String type) {
        String text = type.strip();
        if (!text.regionMatches(true, 0, HEAD, 0, HEAD.length()) || !text.endsWith(")")) {
            return new StructType(List.of());
        }
        List<Field> fields = new ArrayList<>();
        for (String part : split(text.substring(HEAD.length(), text.length() - 1))) {
            int end = endOfName(part);
            String name = part.substring(0, end);
            String plain =
                    name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
            fields.add(new Field(plain, part.substring(end).strip()));
        }
        return new StructType(fields);
    }

    Optional<Field> find(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** At commas outside of brackets and quotes. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            } else if (!quoted && depth == 0 && c == ',') {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    private static int endOfName(String part) {
        if (!part.startsWith("\"")) {
            return part.indexOf(' ');
        }
        int i = 1;
        while (part.charAt(i) != '"' || (i + 1 < part.length() && part.charAt(i + 1) == '"')) {
            i += part.charAt(i) == '"' ? 2 : 1;
        }
        return i + 1;
    }
}
