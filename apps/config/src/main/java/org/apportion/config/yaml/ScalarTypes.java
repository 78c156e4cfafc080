package org.apportion.config.yaml;

import org.apportion.config.yaml.ScalarNode.Type;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The types of YAML's core schema. */
public final class ScalarTypes {
    private ScalarTypes() {}

    /** The type of a text that took the place of a scalar: what the core schema makes of it, unless that was quoted. */
    public static Type of(String text, ScalarNode replaced) {
        boolean quoted = replaced.source().map(SourceSpan::isQuoted).orElse(false);
        return quoted ? Type.TEXT : of(new CoreSchema().getScalarResolver().resolve(text, true));
    }

    static Type of(Tag tag) {
        if (tag.equals(Tag.INT)) {
            return Type.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return Type.DECIMAL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Type.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? Type.NULL : Type.TEXT;
    }
}
