package org.apportion.config.condition;

import java.util.List;
import java.util.Optional;
import org.apportion.model.rule.Condition;

/**
 * The outcome of a compilation: a condition, or mistakes.
 *
 * @param condition empty if there are mistakes
 * @param tagKeys the tag keys that the text names, as written, with the offset of each
 */
public record CompiledCondition(
        Optional<Condition> condition, List<ConditionMistake> mistakes, List<NamedTag> tagKeys) {
    public CompiledCondition {
        mistakes = List.copyOf(mistakes);
        tagKeys = List.copyOf(tagKeys);
    }

    /** A tag key in a condition. */
    public record NamedTag(String key, int offset) {}
}
