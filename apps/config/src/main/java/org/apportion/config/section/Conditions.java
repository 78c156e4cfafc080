package org.apportion.config.section;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.config.condition.CompiledCondition;
import org.apportion.config.condition.ConditionCompiler;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.problem.Suggestions;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.rule.Condition;

/** Compiles the conditions of a configuration, puts their mistakes at the right place and watches the tag keys they name. */
final class Conditions {
    private final Problems problems;
    private final TagVocabulary vocabulary;
    private final Set<String> knownKeys;
    private final ConditionCompiler compiler;
    private final Map<String, CompiledCondition> compiled = new HashMap<>();

    /** @param knownKeys canonical tag keys that other sections name; for typos only */
    Conditions(Problems problems, TagVocabulary vocabulary, Set<String> knownKeys) {
        this.problems = problems;
        this.vocabulary = vocabulary;
        this.knownKeys = new TreeSet<>(knownKeys);
        this.compiler = new ConditionCompiler(vocabulary);
    }

    /** The condition; that of all records if there is none; empty after adding problems. */
    Optional<Condition> compile(Optional<ScalarNode> text) {
        if (text.isEmpty()) {
            return Optional.of(new Condition.Always());
        }
        ScalarNode scalar = text.get();
        CompiledCondition result = compiled.computeIfAbsent(scalar.text(), compiler::compile);
        result.mistakes()
                .forEach(mistake -> problems.add(
                        ConfigError.CONFIG_CONDITION,
                        scalar.placeAt(mistake.offset()),
                        mistake.problem(),
                        mistake.advice()));
        result.tagKeys().forEach(tag -> key(tag.key(), scalar.placeAt(tag.offset())));
        return result.condition();
    }

    /** Whether differing values of a tag leave its cost unallocated. */
    boolean reportsConflicts(String key) {
        return vocabulary.conflict(key).isReported();
    }

    /** The canonical form of a tag key; warns if the key looks like a typo of a known one. */
    String key(String written, Place place) {
        String key = vocabulary.canonicalKey(written);
        if (!knownKeys.contains(key)) {
            Suggestions.closest(key, knownKeys)
                    .ifPresent(closest -> problems.warn(
                            ConfigError.CONFIG_TAG_UNKNOWN,
                            place,
                            "The tag key '" + written + "' is named nowhere else.",
                            "Did you mean " + closest + "?"));
        }
        return key;
    }
}
