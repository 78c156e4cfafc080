package org.apportion.model.organization;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.organization.TagPolicy.Conflict;
import org.jspecify.annotations.Nullable;

/**
 * The words of a tag policy: one spelling for each key and each value, whoever wrote it. Bills, rules and directories are
 * read through the same vocabulary, so that they meet.
 *
 * <p>A key is folded by the policy (case, separators), then looked up among canonical keys and synonyms; a listed key is
 * spelled as the policy spells it, any other as folded. A value that is missing or blank reads as empty text; it is folded
 * (case), looked up in the key's value map, whose keys are folded alike, and the result is folded again. A value that names
 * several owners, of a key for which the policy allows that, is written in one way (see {@link ShareNotation}), each name read
 * like a value. Reading a word twice equals reading it once.
 */
public final class TagVocabulary {
    /** Before a key: how its conflict is called among resolved tags, such as {@code conflict:team}. */
    public static final String CONFLICT = "conflict:";

    /** Before a key: how what lost against its value is called among resolved tags. */
    public static final String PASSED_OVER = "passed-over:";

    private final TagPolicy policy;
    private final Map<String, Listed> keys = new HashMap<>();
    private final Map<String, Map<String, String>> values = new HashMap<>();
    private final Map<String, Conflict> conflicts = new HashMap<>();
    private final Map<String, ShareNotation> shares = new HashMap<>();

    /** @throws IllegalArgumentException if one spelling stands for two keys, or a value for two values */
    public TagVocabulary(TagPolicy policy) {
        this.policy = policy;
        policy.synonyms().keySet().stream().sorted().forEach(canonical -> list(canonical, canonical, 0));
        new TreeMap<>(policy.synonyms()).forEach(this::list);
        new TreeMap<>(policy.values()).forEach(this::mapValues);
        values.forEach(TagVocabulary::requireOneStep);
        new TreeMap<>(policy.conflicts()).forEach((key, conflict) -> once(conflicts, key, conflict));
        new TreeMap<>(policy.shares()).forEach((key, notation) -> once(shares, key, notation));
        values.forEach(this::requireSettled);
        shares.keySet().stream().filter(key -> key.contains("=")).findFirst().ifPresent(key -> {
            throw new IllegalArgumentException("the tag key '" + key + "' cannot have shares, as it contains '='");
        });
    }

    /** Whether a key is one of those by which resolved tags tell about others; no bill can set it. */
    public static boolean isReserved(String key) {
        return key.startsWith(CONFLICT) || key.startsWith(PASSED_OVER);
    }

    /** What differing values of a key mean. */
    public Conflict conflict(String key) {
        return conflicts.getOrDefault(canonicalKey(key), Conflict.NEAREST);
    }

    /**
     * The owners that a value names, with their weights.
     *
     * @param key any spelling of the tag's key
     * @param value as read by {@link #canonicalValue}
     * @return in code point order, two or more with weights above zero; empty if the value is one owner
     */
    public SortedMap<String, BigDecimal> owners(String key, String value) {
        ShareNotation notation = shares.get(canonicalKey(key));
        if (notation == null) {
            return Collections.emptySortedMap();
        }
        return notation.read(value).orElse(Collections.emptySortedMap());
    }

    /** Whether a value of the key may name several owners. */
    public boolean isShared(String key) {
        return shares.containsKey(canonicalKey(key));
    }

    /** The one spelling of a key. */
    public String canonicalKey(String key) {
        for (String prefix : List.of(CONFLICT, PASSED_OVER)) {
            if (key.startsWith(prefix)) {
                return prefix + canonicalKey(key.substring(prefix.length()));
            }
        }
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
        String canonical = canonicalKey(key);
        Map<String, String> mapping = values.getOrDefault(canonical, Map.of());
        String folded = foldValue(value);
        String mapped = mapping.getOrDefault(folded, folded);
        ShareNotation notation = shares.get(canonical);
        if (notation == null) {
            return mapped;
        }
        String written = notation.canonical(mapped, mapping);
        return notation.canonical(mapping.getOrDefault(written, written), mapping);
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

    private <T> void once(Map<String, T> known, String key, T value) {
        if (known.putIfAbsent(canonicalKey(key), value) != null) {
            throw new IllegalArgumentException("the tag key '" + key + "' is listed twice, in two spellings");
        }
    }

    private void requireSettled(String key, Map<String, String> mapping) {
        mapping.forEach((from, to) -> {
            String read = canonicalValue(key, to);
            if (!canonicalValue(key, read).equals(read)) {
                throw new IllegalArgumentException("the value '" + from + "' of tag '" + key + "' becomes '" + read
                        + "', which becomes '" + canonicalValue(key, read) + "'");
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
