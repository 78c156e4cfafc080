package org.apportion.owners;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.model.CodePointOrder;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.organization.TagPolicy.Conflict;
import org.apportion.model.organization.TagPolicy.InheritedTags;
import org.apportion.model.organization.TagPolicy.Origin;
import org.apportion.model.organization.TagVocabulary;
import org.jspecify.annotations.Nullable;

/**
 * Resolves tags by a policy: for each key one value, with its origin.
 *
 * <p>Origins are asked in the order of the policy. Within one origin several keys may mean the same; then the canonical key
 * comes first, its synonyms follow in the policy's order; of two spellings of one of these, the policy's own spelling comes
 * first, then the lower code point. The first value that is not empty counts. If all are empty the tag is there, with empty
 * text, and the first in this order is named as its origin. A policy may put the spelling before the origin for a key, or let
 * differing values leave the key without a value: a conflict.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class TagResolver {
    private final TagVocabulary vocabulary;
    private final List<Origin> inheritance;
    private final Map<Holder, Map<String, @Nullable String>> inherited = new HashMap<>();
    private final Comparator<String> precedence;

    /** @throws IllegalArgumentException if the policy contradicts itself, see {@link TagVocabulary} */
    public TagResolver(TagPolicy policy) {
        vocabulary = new TagVocabulary(policy);
        inheritance = policy.inheritance();
        precedence = Comparator.comparingInt(vocabulary::rank)
                .thenComparing(key -> !key.equals(vocabulary.canonicalKey(key)))
                .thenComparing(CodePointOrder.INSTANCE);
        for (InheritedTags tags : policy.inherited()) {
            Map<String, @Nullable String> known =
                    inherited.computeIfAbsent(new Holder(tags.origin(), tags.holder()), holder -> new HashMap<>());
            tags.tags().forEach(known::putIfAbsent);
        }
    }

    /** The resolved tags of a context, by key in code point order; each key once. */
    public List<ResolvedTag> resolve(TagContext context) {
        return resolutions(context).stream().map(TagResolution::tag).toList();
    }

    /**
     * The resolved tags of a context as they are kept: by key, and with what lost against a value under the reserved key
     * {@code passed-over:key}, or what left the key without one under {@code conflict:key}. A bill's own tags of such keys are
     * left out.
     */
    public List<ResolvedTag> resolveWithOthers(TagContext context) {
        return resolutions(context).stream()
                .flatMap(resolution -> resolution.rows().stream())
                .toList();
    }

    /** What became of each key of a context, in code point order. */
    public List<TagResolution> resolutions(TagContext context) {
        Map<String, List<ResolvedTag>> candidates = new TreeMap<>(CodePointOrder.INSTANCE);
        for (Origin origin : inheritance) {
            for (Map<String, @Nullable String> tags : tagsOf(origin, context)) {
                tags.keySet().stream()
                        .filter(key -> !TagVocabulary.isReserved(key))
                        .sorted(precedence)
                        .forEach(key -> add(candidates, origin, key, tags.get(key)));
            }
        }
        List<TagResolution> resolutions = new ArrayList<>();
        candidates.forEach((key, asked) -> resolutions.add(resolution(vocabulary.conflict(key), asked)));
        return resolutions;
    }

    private void add(
            Map<String, List<ResolvedTag>> candidates, Origin origin, String sourceKey, @Nullable String sourceValue) {
        String key = vocabulary.canonicalKey(sourceKey);
        candidates
                .computeIfAbsent(key, any -> new ArrayList<>())
                .add(new ResolvedTag(
                        key,
                        vocabulary.canonicalValue(key, sourceValue),
                        origin,
                        sourceKey,
                        sourceValue == null ? "" : sourceValue));
    }

    private TagResolution resolution(Conflict rule, List<ResolvedTag> candidates) {
        List<ResolvedTag> asked = candidates;
        if (rule == Conflict.SPELLING) {
            asked = candidates.stream()
                    .sorted(Comparator.comparingInt(tag -> vocabulary.rank(tag.sourceKey())))
                    .toList();
        }
        List<ResolvedTag> filled =
                asked.stream().filter(tag -> !tag.value().isEmpty()).toList();
        if (filled.isEmpty()) {
            return new TagResolution(asked.get(0), List.of(), false);
        }
        ResolvedTag winner = filled.get(0);
        List<ResolvedTag> rivals = filled.stream()
                .filter(tag -> rule != Conflict.UNCLEAR || tag.origin() == winner.origin())
                .toList();
        if (rule.isReported() && rivals.stream().anyMatch(tag -> !tag.value().equals(winner.value()))) {
            return new TagResolution(
                    new ResolvedTag(winner.key(), "", winner.origin(), winner.sourceKey(), winner.sourceValue()),
                    rivals,
                    true);
        }
        List<ResolvedTag> losers = filled.stream()
                .filter(tag -> !tag.value().equals(winner.value()))
                .toList();
        return new TagResolution(winner, losers, false);
    }

    /** The tag sets of an origin, the one that is asked first in front. */
    private List<Map<String, @Nullable String>> tagsOf(Origin origin, TagContext context) {
        return switch (origin) {
            case RESOURCE -> List.of(context.tags());
            case RESOURCE_GROUP ->
                List.of(inherited(origin, qualifiedGroup(context)), inherited(origin, context.resourceGroup()));
            case SUB_ACCOUNT -> List.of(inherited(origin, context.subAccount()));
            case ACCOUNT -> List.of(inherited(origin, context.account()));
        };
    }

    private Map<String, @Nullable String> inherited(Origin origin, @Nullable String holder) {
        return holder == null ? Map.of() : inherited.getOrDefault(new Holder(origin, holder), Map.of());
    }

    private static @Nullable String qualifiedGroup(TagContext context) {
        return context.subAccount() == null || context.resourceGroup() == null
                ? null
                : context.subAccount() + "/" + context.resourceGroup();
    }

    private record Holder(Origin origin, String name) {}
}
