package org.apportion.owners;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.model.CodePointOrder;
import org.apportion.model.organization.TagPolicy;
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
 * text, and the first in this order is named as its origin.
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
        Map<String, ResolvedTag> resolved = new TreeMap<>(CodePointOrder.INSTANCE);
        for (Origin origin : inheritance) {
            for (Map<String, @Nullable String> tags : tagsOf(origin, context)) {
                tags.keySet().stream().sorted(precedence).forEach(key -> offer(resolved, origin, key, tags.get(key)));
            }
        }
        return List.copyOf(resolved.values());
    }

    private void offer(
            Map<String, ResolvedTag> resolved, Origin origin, String sourceKey, @Nullable String sourceValue) {
        String key = vocabulary.canonicalKey(sourceKey);
        String value = vocabulary.canonicalValue(key, sourceValue);
        ResolvedTag known = resolved.get(key);
        if (known == null || (known.value().isEmpty() && !value.isEmpty())) {
            resolved.put(key, new ResolvedTag(key, value, origin, sourceKey, sourceValue == null ? "" : sourceValue));
        }
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
