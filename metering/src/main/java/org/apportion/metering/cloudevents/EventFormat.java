package org.apportion.metering.cloudevents;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apportion.metering.reading.ForeignJson;
import org.apportion.model.ApportionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads events. Beyond the specification an event needs a {@code time}, which is optional there, and its data must be JSON.
 * Source: CloudEvents 1.0.2, JSON Event Format sections 3 and 4, and section 3.1 of the specification.
 */
final class EventFormat {
    static final String SPECVERSION = "1.0";

    private static final int LONGEST_TEXT = 1_000;

    private EventFormat() {}

    /** One event that was read, or why it could not be. */
    sealed interface Read {
        record Event(CloudEvent event) implements Read {}

        record Failed(String problem) implements Read {}
    }

    /** An event in the structured mode. */
    static Read structured(String json) {
        return guarded(() -> structured(tree(json)));
    }

    /** @throws ApportionException {@code METER_EVENT_UNREADABLE} if the text is no array at all */
    static List<Read> batch(String json) {
        JsonNode array = tree(json);
        if (!array.isArray()) {
            throw CloudEventError.unreadable("The batch is no JSON array.");
        }
        List<Read> read = new ArrayList<>();
        array.forEach(element -> read.add(guarded(() -> structured(element))));
        return read;
    }

    /**
     * An event in the binary mode.
     *
     * @param attribute value of a context attribute by name, empty if absent
     * @param contentType of the body
     */
    static Read binary(Function<String, String> attribute, String contentType, String body) {
        return guarded(() -> {
            requireVersion(attribute.apply("specversion"));
            return event(attribute, body.isEmpty() ? MissingNode.getInstance() : data(contentType, body));
        });
    }

    private static CloudEvent structured(JsonNode event) {
        if (!event.isObject()) {
            throw CloudEventError.unreadable("An event is no JSON object.");
        }
        requireVersion(text(event, "specversion"));
        String contentType = text(event, "datacontenttype");
        JsonNode data = event.path("data");
        if (event.hasNonNull("data_base64")) {
            data = data(contentType, decoded(text(event, "data_base64")));
        } else if (!isJson(contentType)) {
            throw CloudEventError.unreadable("The data is not JSON.");
        }
        return event(name -> text(event, name), data);
    }

    private static CloudEvent event(Function<String, String> attribute, JsonNode data) {
        return new CloudEvent(
                required(attribute, "source"),
                required(attribute, "id"),
                required(attribute, "type"),
                attribute.apply("subject"),
                time(required(attribute, "time")),
                data);
    }

    private static void requireVersion(String version) {
        if (!version.equals(SPECVERSION)) {
            throw CloudEventError.unreadable("The specversion is not " + SPECVERSION + ".");
        }
    }

    private static String required(Function<String, String> attribute, String name) {
        String text = attribute.apply(name);
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            throw CloudEventError.unreadable("The attribute " + name + " is missing, empty or too long.");
        }
        return text;
    }

    private static String text(JsonNode event, String name) {
        JsonNode value = event.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw CloudEventError.unreadable("The attribute " + name + " is no text.");
        }
        return value.stringValue();
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
        } catch (DateTimeException e) {
            throw CloudEventError.unreadable("The time is no time with an offset, as of RFC 3339.");
        }
    }

    private static JsonNode data(String contentType, String text) {
        if (!isJson(contentType)) {
            throw CloudEventError.unreadable("The data is not JSON.");
        }
        return tree(text);
    }

    /** Without a type, data is JSON. */
    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.isEmpty() || type.matches("[a-z0-9!#$&^_.+-]+/([a-z0-9!#$&^_.+-]+[+])?json");
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw CloudEventError.unreadable("The data_base64 is not Base64.");
        }
    }

    private static JsonNode tree(String json) {
        try {
            return ForeignJson.tree(json);
        } catch (JacksonException e) {
            throw CloudEventError.unreadable("The text is no JSON.");
        }
    }

    private static Read guarded(java.util.function.Supplier<CloudEvent> reading) {
        try {
            return new Read.Event(reading.get());
        } catch (ApportionException e) {
            return new Read.Failed(e.problem());
        }
    }
}
