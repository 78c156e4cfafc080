package org.apportion.config.yaml;

import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The types of YAML's core schema. */
public final class ScalarTypes {
    private ScalarTypes() {}

    /** The type of a text that took the place of a scalar: what the core schema makes of it, unless that was quoted. */
    public static ScalarNode.Type of(String text, ScalarNode replaced) {
        boolean quoted = replaced.source().map(SourceSpan::isQuoted).orElse(false);
        return quoted
                ? ScalarNode.Type.TEXT
                : of(new CoreSchema().getScalarResolver().resolve(text, true));
    }

    static ScalarNode.Type of(Tag tag) {
        if (tag.equals(Tag.INT)) {
            return ScalarNode.Type.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return ScalarNode.Type.DECIMAL;
        }
        if (tag.equals(Tag.BOOL)) {
            return ScalarNode.Type.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? ScalarNode.Type.NULL : ScalarNode.Type.TEXT;
    }
}
