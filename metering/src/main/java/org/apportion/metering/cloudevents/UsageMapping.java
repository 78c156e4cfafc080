package org.apportion.metering.cloudevents;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.apportion.metering.journal.SampleText;
import org.apportion.metering.reading.UsageNumber;
import org.apportion.model.ApportionException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Which events tell one metric, and where: {@code delta; type=com.acme.call; value=/count}.
 *
 * @param kind whether a value adds to those before or replaces them
 * @param type of the events
 * @param subject of the events; empty: any
 * @param value where the number is within the data; empty: each event counts as 1
 * @param dimension where the name of the dimension is, for a metric that is reported per dimension
 * @param tag to which the value belongs
 */
record UsageMapping(
        String metric,
        Kind kind,
        String type,
        Optional<String> subject,
        Optional<JsonPointer> value,
        Optional<JsonPointer> dimension,
        Optional<Tag> tag) {
    private static final int LONGEST_NAME = 200;

    /**
     * A tag of an event's value.
     *
     * @param value where its value is
     */
    record Tag(String key, JsonPointer value) {}

    /** What a value is. */
    enum Kind {
        /** So much was used. */
        DELTA,
        /** So much is in use. */
        LEVEL
    }

    /** @throws ApportionException {@code METER_EVENTS_SETTING} */
    static UsageMapping parse(String metric, String text) {
        String[] words = text.split(";", -1);
        String kind = words[0].strip().toUpperCase(Locale.ROOT);
        String type = "";
        String subject = "";
        Optional<JsonPointer> value = Optional.empty();
        Optional<JsonPointer> dimension = Optional.empty();
        Optional<Tag> tag = Optional.empty();
        for (int i = 1; i < words.length; i++) {
            String word = words[i].strip();
            String said = word.substring(word.indexOf('=') + 1).strip();
            switch (word.replaceFirst("=.*", "").strip()) {
                case "type" -> type = said;
                case "subject" -> subject = said;
                case "value" -> value = Optional.of(pointer(metric, said));
                case "dimension" -> dimension = Optional.of(pointer(metric, said));
                case "tag" -> tag = Optional.of(tag(metric, said));
                default ->
                    throw wrong(metric, "'" + word + "' is none of type=, subject=, value=, dimension= and tag=");
            }
        }
        if (!kind.equals("DELTA") && !kind.equals("LEVEL") || type.isEmpty()) {
            throw wrong(metric, "it begins with neither delta nor level, or names no type");
        }
        if (kind.equals("LEVEL") && value.isEmpty()) {
            throw wrong(metric, "a level needs a value");
        }
        if (kind.equals("LEVEL") && dimension.isPresent()) {
            throw wrong(metric, "a level of one dimension would say that all others are 0; give each a metric");
        }
        return new UsageMapping(
                metric,
                Kind.valueOf(kind),
                type,
                Optional.of(subject).filter(name -> !name.isEmpty()),
                value,
                dimension,
                tag);
    }

    /** @param text such as {@code team:/labels/team} */
    private static Tag tag(String metric, String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw wrong(metric, "'" + text + "' is no tag such as team:/team");
        }
        return new Tag(text.substring(0, colon), pointer(metric, text.substring(colon + 1)));
    }

    private static JsonPointer pointer(String metric, String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw wrong(metric, "'" + text + "' is no JSON pointer");
        }
    }

    private static ApportionException wrong(String metric, String problem) {
        return CloudEventError.setting(metric, problem, "Write it like: delta; type=com.example.called; value=/count.");
    }

    boolean takes(CloudEvent event) {
        return type.equals(event.type())
                && subject.map(wanted -> wanted.equals(event.subject())).orElse(true);
    }

    /**
     * The number that the event tells; empty if it has none at that place.
     *
     * @throws ApportionException {@code METER_EVENT_UNREADABLE} if there is something else
     */
    Optional<BigDecimal> value(CloudEvent event) {
        if (value.isEmpty()) {
            return Optional.of(BigDecimal.ONE);
        }
        JsonNode node = event.data().at(value.get());
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        BigDecimal number = UsageNumber.of(node)
                .orElseThrow(() -> CloudEventError.unreadable(
                        "The value of " + metric + " is no number, or has too many digits."));
        if (number.signum() < 0) {
            throw CloudEventError.unreadable("The value of " + metric + " is negative.");
        }
        return Optional.of(number);
    }

    /** @throws ApportionException {@code METER_EVENT_UNREADABLE} if the event does not name its dimension */
    Optional<String> dimension(CloudEvent event) {
        return dimension.map(pointer -> {
            JsonNode name = event.data().at(pointer);
            if (!name.isString() || name.stringValue().isEmpty() || !SampleText.isName(name.stringValue())) {
                throw CloudEventError.unreadable("The dimension of " + metric + " is no name.");
            }
            return name.stringValue();
        });
    }

    /** As {@code key=value}; empty if the event has none at that place. */
    Optional<String> tag(CloudEvent event) {
        return tag.flatMap(each -> {
            JsonNode said = event.data().at(each.value());
            boolean isName = said.isString()
                    && !said.stringValue().isEmpty()
                    && said.stringValue().length() <= LONGEST_NAME;
            return isName ? Optional.of(each.key() + "=" + said.stringValue()) : Optional.empty();
        });
    }
}
