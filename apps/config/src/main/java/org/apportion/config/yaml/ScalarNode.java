package org.apportion.config.yaml;

import java.util.Optional;
import org.apportion.config.problem.Place;

/**
 * A single value.
 *
 * @param text the value that counts: as written, with references replaced where they are read early
 * @param written the value as the file has it; the only form that messages and listings show
 * @param type what the YAML 1.2 core schema makes of it
 * @param source the text around it, to find places inside it; empty for values that no file states
 */
public record ScalarNode(String text, String written, Type type, Place place, Optional<SourceSpan> source)
        implements Node {
    /** The types of the YAML 1.2 core schema. */
    public enum Type {
        TEXT("text"),
        INTEGER("a whole number"),
        DECIMAL("a number"),
        BOOLEAN("true or false"),
        NULL("empty");

        private final String words;

        Type(String words) {
            this.words = words;
        }
    }

    /** A value that no file states. */
    public static ScalarNode ofDefault(String text, Type type) {
        return new ScalarNode(text, text, type, Place.DEFAULT, Optional.empty());
    }

    /** Whether a reference stands in it, read already or not. */
    public boolean hasReference() {
        return References.isIn(written);
    }

    /** The place of the character at an offset (in code points) of {@link #text}; the beginning where that is unknown. */
    public Place placeAt(int offset) {
        if (source.isEmpty() || hasReference()) {
            return place;
        }
        return source.get().placeOf(text, offset);
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public String describe() {
        return type.words;
    }
}
