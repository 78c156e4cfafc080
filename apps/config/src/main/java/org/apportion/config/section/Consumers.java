package org.apportion.config.section;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.organization.TagVocabulary;

/** Reads consumers that are written as {@code kind:name}, and unit ids. */
record Consumers(Problems problems, TagVocabulary vocabulary, Collection<String> units) {
    private static final List<String> KINDS =
            Stream.of(ConsumerKind.values()).map(ConsumerKind::text).toList();

    /** Such as {@code principal:svc-orders} or {@code tag:team=payments}; empty after adding a problem. */
    Optional<Consumer> read(String text, Place place) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        if (colon < 0 || !KINDS.contains(kind)) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    place,
                    "'" + text + "' is not a consumer.",
                    colon < 0
                            ? "Write it as kind:name, such as principal:" + text + "."
                            : Problems.suggest(kind, KINDS));
            return Optional.empty();
        }
        String name = text.substring(colon + 1);
        return switch (ConsumerKind.of(kind)) {
            case UNIT -> unit(name, place);
            case TAG -> tag(name, place);
            default -> Optional.of(new Consumer(ConsumerKind.of(kind), name));
        };
    }

    /** A unit by its id, or another consumer as {@code kind:name}. */
    Optional<Consumer> unitOrConsumer(String text, Place place) {
        boolean isOther = !units.contains(text) && KINDS.stream().anyMatch(kind -> text.startsWith(kind + ":"));
        return isOther ? read(text, place) : unit(text, place);
    }

    Optional<Consumer> unit(String id, Place place) {
        if (!units.contains(id)) {
            problems.unknownName(place, "The unit", id, units);
            return Optional.empty();
        }
        return Optional.of(new Consumer(ConsumerKind.UNIT, id));
    }

    private Optional<Consumer> tag(String name, Place place) {
        int equals = name.indexOf('=');
        if (equals < 1) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    place,
                    "The tag '" + name + "' has no value.",
                    "Write it as tag:key=value, such as tag:team=payments.");
            return Optional.empty();
        }
        String key = vocabulary.canonicalKey(name.substring(0, equals));
        return Optional.of(Consumer.tag(key, vocabulary.canonicalValue(key, name.substring(equals + 1))));
    }
}
