package org.apportion.owners;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apportion.model.organization.ShareNotation;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.organization.TagPolicy.Conflict;
import org.apportion.model.organization.TagPolicy.InheritedTags;
import org.apportion.model.organization.TagPolicy.Origin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Each repetition is a seed; its number is in the name of a failure. */
class TagResolverPropertyTest {
    private static final List<String> KEYS = List.of(
            "team", "Team", "TEAM", "squad", "Squad", "cost_center", "Cost-Center", "kst", "\uD83D\uDE00", "", "x_y");
    private static final List<String> VALUES = List.of("a", "A", "b", "B", "", " ", "n/a", "\u0130", "c_d");

    @RepeatedTest(300)
    void theOrderOfTagsAndHoldersChangesNothing(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        Map<String, @Nullable String> tags = tags(random);
        List<InheritedTags> holders = holders(random);

        List<ResolvedTag> forward = resolve(policy(new Random(1), holders), tags);
        Collections.shuffle(holders, random);
        List<ResolvedTag> shuffled = resolve(policy(new Random(1), holders), shuffled(tags, random));

        assertThat(shuffled).isEqualTo(forward);
    }

    @RepeatedTest(300)
    void resolvingResolvedTagsChangesNoKeyAndNoValueWithoutConflict(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        TagPolicy policy = policy(random, holders(random));
        List<TagResolution> once =
                new TagResolver(policy).resolutions(new TagContext(tags(random), "group", "sub", "account"));

        Map<String, @Nullable String> again = new HashMap<>();
        once.forEach(key -> again.put(key.tag().key(), key.tag().value()));

        // What is in conflict has no value, and what is inherited would fill it.
        Map<String, String> values = values(resolve(policy, again));
        once.stream()
                .filter(key -> !key.conflict())
                .forEach(key -> assertThat(values)
                        .containsEntry(key.tag().key(), key.tag().value()));
        assertThat(values).hasSameSizeAs(once);
    }

    private static Map<String, String> values(List<ResolvedTag> tags) {
        Map<String, String> values = new HashMap<>();
        tags.forEach(tag -> values.put(tag.key(), tag.value()));
        return values;
    }

    @RepeatedTest(300)
    void eachValueIsFoundWhereItsOriginSays(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        Map<String, @Nullable String> tags = tags(random);

        for (ResolvedTag tag : resolve(policy(random, holders(random)), tags)) {
            if (tag.origin() == Origin.RESOURCE) {
                String delivered = tags.get(tag.sourceKey());
                assertThat(tag.sourceValue()).isEqualTo(delivered == null ? "" : delivered);
            }
        }
    }

    @RepeatedTest(300)
    void aKeyLosesItsValueOnlyWhereValuesDifferAndThePolicySaysSo(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        TagPolicy policy = policy(random, holders(random));

        for (TagResolution key :
                new TagResolver(policy).resolutions(new TagContext(tags(random), "group", "sub", "account"))) {
            assertThat(key.others()).noneMatch(other -> other.value().isEmpty());
            if (key.conflict()) {
                assertThat(key.tag().value()).isEmpty();
                assertThat(key.others().stream().map(ResolvedTag::value).distinct())
                        .hasSizeGreaterThan(1);
                assertThat(policy.conflicts())
                        .hasEntrySatisfying(
                                "team", rule -> assertThat(rule.isReported()).isTrue());
            } else {
                assertThat(key.others())
                        .noneMatch(other -> other.value().equals(key.tag().value()));
            }
        }
    }

    private static List<ResolvedTag> resolve(TagPolicy policy, Map<String, @Nullable String> tags) {
        return new TagResolver(policy).resolve(new TagContext(tags, "group", "sub", "account"));
    }

    private static TagPolicy policy(Random random, List<InheritedTags> holders) {
        return new TagPolicy(
                Map.of("team", List.of("squad"), "Cost-Center", List.of("kst")),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() ? Map.of() : Map.of("team", Map.of("b", "a", "n/a", ""), "x-y", Map.of("", "a")),
                List.of(Origin.values()),
                holders,
                Map.of("team", Conflict.values()[random.nextInt(Conflict.values().length)]),
                random.nextBoolean() ? Map.of() : Map.of("team", new ShareNotation("_", "-")));
    }

    private static List<InheritedTags> holders(Random random) {
        return new ArrayList<>(List.of(
                new InheritedTags(Origin.RESOURCE_GROUP, "group", present(tags(random))),
                new InheritedTags(Origin.RESOURCE_GROUP, "sub/group", present(tags(random))),
                new InheritedTags(Origin.SUB_ACCOUNT, "sub", present(tags(random))),
                new InheritedTags(Origin.ACCOUNT, "account", present(tags(random)))));
    }

    private static Map<String, String> present(Map<String, @Nullable String> tags) {
        Map<String, String> present = new HashMap<>();
        tags.forEach((key, value) -> present.put(key, value == null ? "" : value));
        return present;
    }

    private static Map<String, @Nullable String> tags(Random random) {
        Map<String, @Nullable String> tags = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            String value = random.nextInt(8) == 0 ? null : VALUES.get(random.nextInt(VALUES.size()));
            tags.put(KEYS.get(random.nextInt(KEYS.size())), value);
        }
        return tags;
    }

    private static Map<String, @Nullable String> shuffled(Map<String, @Nullable String> tags, Random random) {
        List<String> keys = new ArrayList<>(tags.keySet());
        Collections.shuffle(keys, random);
        Map<String, @Nullable String> shuffled = new LinkedHashMap<>();
        keys.forEach(key -> shuffled.put(key, tags.get(key)));
        return shuffled;
    }
}
