package org.apportion.model.organization;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The words of a tag policy: one spelling for each key and each value, whoever wrote it. Bills, rules and directories are
 * read through the same vocabulary, so that they meet.
 *
 * <p>A key is folded by the policy (case, separators), then looked up among canonical keys and synonyms; a listed key is
 * spelled as the policy spells it, any other as folded. A value that is missing or blank reads as empty text; it is folded
 * (case), looked up in the key's value map, whose keys are folded alike, and the result is folded again. Reading a word twice
 * equals reading it once.
 */
public final class TagVocabulary {
    private final TagPolicy policy;
    private final Map<String, Listed> keys = new HashMap<>();
    private final Map<String, Map<String, String>> values = new HashMap<>();

    /** @throws IllegalArgumentException if one spelling stands for two keys, or a value for two values */
    public TagVocabulary(TagPolicy policy) {
        this.policy = policy;
        policy.synonyms().keySet().stream().sorted().forEach(canonical -> list(canonical, canonical, 0));
        new TreeMap<>(policy.synonyms()).forEach(this::list);
        new TreeMap<>(policy.values()).forEach(this::mapValues);
        values.forEach(TagVocabulary::requireOneStep);
    }

    /** The one spelling of a key. */
    public String canonicalKey(String key) {
        String folded = foldKey(key);
        Listed listed = keys.get(folded);
        return listed == null ? folded : listed.canonical();
    }

    /**
     * The one spelling of a value.
     *
     * @param key any spelling of the tag's key
     * @return empty text for a missing or blank value, unless the policy maps empty text to something
     */
    public String canonicalValue(String key, @Nullable String value) {
        String folded = foldValue(value);
        return values.getOrDefault(canonicalKey(key), Map.of()).getOrDefault(folded, folded);
    }

    /** Precedence among the keys that mean the same, 0 first: the canonical key (or an unlisted one), then its synonyms. */
    public int rank(String key) {
        Listed listed = keys.get(foldKey(key));
        return listed == null ? 0 : listed.rank();
    }

    private void list(String canonical, List<String> synonyms) {
        for (int i = 0; i < synonyms.size(); i++) {
            list(canonical, synonyms.get(i), i + 1);
        }
    }

    private void list(String canonical, String spelling, int rank) {
        Listed known = keys.putIfAbsent(foldKey(spelling), new Listed(canonical, rank));
        if (known != null && !known.canonical().equals(canonical)) {
            throw new IllegalArgumentException("the tag key '" + spelling + "' stands for '" + known.canonical()
                    + "' and for '" + canonical + "'");
        }
    }

    private void mapValues(String key, Map<String, String> mapping) {
        Map<String, String> known = values.computeIfAbsent(canonicalKey(key), ignored -> new HashMap<>());
        mapping.forEach((delivered, counting) -> {
            String to = foldValue(counting);
            String other = known.putIfAbsent(foldValue(delivered), to);
            if (other != null && !other.equals(to)) {
                throw new IllegalArgumentException("the value '" + delivered + "' of tag '" + key + "' stands for '"
                        + other + "' and for '" + to + "'");
            }
        });
    }

    private static void requireOneStep(String key, Map<String, String> mapping) {
        mapping.forEach((from, to) -> {
            String further = mapping.getOrDefault(to, to);
            if (!further.equals(to)) {
                throw new IllegalArgumentException("the value '" + from + "' of tag '" + key + "' becomes '" + to
                        + "', which becomes '" + further + "'; map both to '" + further + "'");
            }
        });
    }

    private String foldKey(String key) {
        String cased = policy.foldKeyCase() ? key.toLowerCase(Locale.ROOT) : key;
        return policy.foldSeparators() ? cased.replace('_', '-') : cased;
    }

    private String foldValue(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return "";
        }
        return policy.foldValueCase() ? value.toLowerCase(Locale.ROOT) : value;
    }

    private record Listed(String canonical, int rank) {}
}
