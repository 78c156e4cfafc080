package org.apportion.config.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema as a document: what stands where. */
public final class ConfigSchema {
    /** Its place on the class path. */
    public static final String RESOURCE = "/schema/apportion.schema.json";

    /** The place of the schema of metering on the class path. */
    public static final String METERING_RESOURCE = "/schema/metering.schema.json";

    private static final String DEFINITION = "#/$defs/";

    private final JsonNode root;

    private ConfigSchema(JsonNode root) {
        this.root = root;
    }

    public static ConfigSchema shipped() {
        return new ConfigSchema(JsonMapper.shared().readTree(text()));
    }

    /** Of the adapter's file, and of the section metering. */
    public static ConfigSchema metering() {
        return new ConfigSchema(JsonMapper.shared().readTree(text(METERING_RESOURCE)));
    }

    /** The text of the schema file, as shipped. */
    public static String text() {
        return text(RESOURCE);
    }

    private static String text(String resource) {
        try (InputStream stream = ConfigSchema.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode root() {
        return root;
    }

    /** The schema at a path of keys and indexes, following no references. */
    JsonNode at(List<String> path) {
        JsonNode node = root;
        for (String step : path) {
            node = node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
        }
        return node;
    }

    /** What {@code $ref} points to; the schema itself without one. */
    public JsonNode follow(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.startsWith(DEFINITION)
                ? follow(root.path("$defs").path(reference.substring(DEFINITION.length())))
                : schema;
    }

    /** The description of a property: its own, else that of what it refers to. */
    public String description(JsonNode property) {
        String own = property.path("description").asString("");
        String reference = property.path("$ref").asString("");
        return own.isEmpty() && reference.startsWith(DEFINITION)
                ? description(root.path("$defs").path(reference.substring(DEFINITION.length())))
                : own;
    }

    /** The description of what stands at a path of keys and indexes of a configuration; empty if there is none. */
    String meaning(List<String> path) {
        JsonNode at = root;
        String meaning = "";
        for (String step : path) {
            JsonNode found = at.path("properties").path(step);
            if (found.isMissingNode() && at.has("if")) {
                found = follow(at.path("then")).path("properties").path(step);
                found = found.isMissingNode()
                        ? follow(at.path("else")).path("properties").path(step)
                        : found;
            }
            if (found.isMissingNode()) {
                found = at.path(at.has("items") ? "items" : "additionalProperties");
            }
            String own = description(found);
            meaning = own.isEmpty() ? meaning : own;
            at = follow(found);
        }
        return meaning;
    }

    /** The properties of an object schema in the order of the file. */
    public Map<String, JsonNode> properties(JsonNode schema) {
        return follow(schema).path("properties").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, java.util.LinkedHashMap::new));
    }
}
