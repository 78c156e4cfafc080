package org.apportion.owners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.organization.TagPolicy.Conflict;
import org.apportion.model.organization.TagPolicy.InheritedTags;
import org.apportion.model.organization.TagPolicy.Origin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TagResolverTest {
    private static final List<InheritedTags> HOLDERS = List.of(
            new InheritedTags(Origin.RESOURCE_GROUP, "rg-shop", Map.of("team", "shop", "stage", "prod")),
            new InheritedTags(Origin.RESOURCE_GROUP, "sub-2/rg-shop", Map.of("team", "shop-us")),
            new InheritedTags(Origin.SUB_ACCOUNT, "sub-1", Map.of("team", "platform", "cost-center", "4711")),
            new InheritedTags(Origin.ACCOUNT, "acc", Map.of("company", "Example Ltd")));

    @Test
    void theResourceComesBeforeGroupSubAccountAndAccount() {
        List<ResolvedTag> tags = resolve(Map.of("Team", "Search"));

        assertThat(tags)
                .containsExactly(
                        new ResolvedTag("company", "example ltd", Origin.ACCOUNT, "company", "Example Ltd"),
                        new ResolvedTag("cost-center", "4711", Origin.SUB_ACCOUNT, "cost-center", "4711"),
                        new ResolvedTag("stage", "prod", Origin.RESOURCE_GROUP, "stage", "prod"),
                        new ResolvedTag("team", "search", Origin.RESOURCE, "Team", "Search"));
    }

    @Test
    void anEmptyValueIsPassedOver() {
        assertThat(resolve(Map.of("team", "")))
                .contains(new ResolvedTag("team", "shop", Origin.RESOURCE_GROUP, "team", "shop"));
    }

    @Test
    void aTagThatIsEmptyEverywhereIsStillThere() {
        Map<String, @Nullable String> tags = new HashMap<>();
        tags.put("Flag", null);

        assertThat(resolve(tags)).contains(new ResolvedTag("flag", "", Origin.RESOURCE, "Flag", ""));
    }

    @Test
    void theCanonicalKeyWinsOverSynonymsWhateverTheAlphabetSays() {
        assertThat(resolve(Map.of("squad", "b", "team", "c", "group", "a")))
                .contains(new ResolvedTag("team", "c", Origin.RESOURCE, "team", "c"));
    }

    @Test
    void synonymsWinInThePolicysOrder() {
        assertThat(resolve(Map.of("group", "a", "squad", "b")))
                .contains(new ResolvedTag("team", "b", Origin.RESOURCE, "squad", "b"));
    }

    @Test
    void anEmptyCanonicalKeyLeavesTheValueToASynonym() {
        assertThat(resolve(Map.of("team", " ", "squad", "b")))
                .contains(new ResolvedTag("team", "b", Origin.RESOURCE, "squad", "b"));
    }

    @Test
    void ofTwoSpellingsThePolicysOwnWinsThenTheLowerCodePoint() {
        assertThat(resolve(Map.of("TEAM", "a", "team", "b")))
                .contains(new ResolvedTag("team", "b", Origin.RESOURCE, "team", "b"));
        assertThat(resolve(Map.of("Team", "a", "TEAM", "b")))
                .contains(new ResolvedTag("team", "b", Origin.RESOURCE, "TEAM", "b"));
    }

    @Test
    void aSynonymOnTheResourceWinsOverTheCanonicalKeyOfItsGroup() {
        assertThat(resolve(Map.of("squad", "b"))).contains(new ResolvedTag("team", "b", Origin.RESOURCE, "squad", "b"));
    }

    @Test
    void aGroupNamedWithItsSubAccountWinsOverItsBareName() {
        TagContext context = new TagContext(Map.of(), "rg-shop", "sub-2", null);

        assertThat(new TagResolver(policy(List.of(Origin.values()))).resolve(context))
                .containsExactly(
                        new ResolvedTag("stage", "prod", Origin.RESOURCE_GROUP, "stage", "prod"),
                        new ResolvedTag("team", "shop-us", Origin.RESOURCE_GROUP, "team", "shop-us"));
    }

    @Test
    void originsThatThePolicyLeavesOutAreNotAsked() {
        TagResolver resolver = new TagResolver(policy(List.of(Origin.SUB_ACCOUNT, Origin.RESOURCE)));

        assertThat(resolver.resolve(new TagContext(Map.of("team", "search"), "rg-shop", "sub-1", "acc")))
                .extracting(ResolvedTag::key, ResolvedTag::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("cost-center", "4711"),
                        org.assertj.core.groups.Tuple.tuple("team", "platform"));
    }

    @Test
    void tagsOfAResourceComeOnlyWithTheBill() {
        assertThatThrownBy(() -> new InheritedTags(Origin.RESOURCE, "vm-1", Map.of()))
                .hasMessage("tags of the resource vm-1 come with the bill");
    }

    @Test
    void whatLostIsToldBesideTheWinner() {
        assertThat(all(Conflict.NEAREST, Map.of("squad", "B", "group", "a")))
                .contains(
                        new ResolvedTag("team", "b", Origin.RESOURCE, "squad", "B"),
                        new ResolvedTag(
                                "passed-over:team",
                                "a | platform | shop",
                                Origin.RESOURCE,
                                "group",
                                "resource group=a | resource-group team=shop | sub-account team=platform"));
    }

    @Test
    void aRivalWithTheSameValueLostNothing() {
        assertThat(all(Conflict.UNCLEAR, Map.of("squad", "B", "team", "b")))
                .extracting(ResolvedTag::key)
                .doesNotContain("conflict:team");
    }

    @Test
    void spellingMayComeBeforeOrigin() {
        assertThat(all(Conflict.SPELLING, Map.of("squad", "b")))
                .contains(new ResolvedTag("team", "shop", Origin.RESOURCE_GROUP, "team", "shop"));
    }

    @Test
    void differingValuesOfTheNearestOriginMayLeaveTheKeyWithoutAValue() {
        assertThat(all(Conflict.UNCLEAR, Map.of("squad", "b", "group", "a")))
                .contains(
                        new ResolvedTag("team", "", Origin.RESOURCE, "squad", "b"),
                        new ResolvedTag(
                                "conflict:team",
                                "a | b",
                                Origin.RESOURCE,
                                "squad",
                                "resource squad=b | resource group=a"));
        assertThat(all(Conflict.UNCLEAR, Map.of("squad", "b")))
                .contains(new ResolvedTag("team", "b", Origin.RESOURCE, "squad", "b"));
    }

    @Test
    void differingValuesOfAnyOriginMayLeaveTheKeyWithoutAValue() {
        assertThat(all(Conflict.ANY, Map.of("squad", "b")))
                .extracting(ResolvedTag::key, ResolvedTag::value)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("team", ""),
                        org.assertj.core.groups.Tuple.tuple("conflict:team", "b | platform | shop"));
    }

    @Test
    void aBillCannotSetTheKeysThatTellOfOthers() {
        assertThat(all(Conflict.ANY, Map.of("conflict:stage", "x", "passed-over:stage", "y")))
                .extracting(ResolvedTag::key)
                .containsExactly("company", "conflict:team", "cost-center", "stage", "team")
                .doesNotContain("conflict:stage");
    }

    private static List<ResolvedTag> all(Conflict conflict, Map<String, @Nullable String> tags) {
        TagPolicy policy = new TagPolicy(
                Map.of("team", List.of("squad", "group")),
                true,
                true,
                true,
                Map.of(),
                List.of(Origin.values()),
                HOLDERS,
                Map.of("team", conflict),
                Map.of());
        return new TagResolver(policy)
                .resolveWithOthers(new TagContext(tags, "rg-shop", "sub-1", "acc")).stream()
                        .sorted(java.util.Comparator.comparing(ResolvedTag::key))
                        .toList();
    }

    private static List<ResolvedTag> resolve(Map<String, @Nullable String> tags) {
        return new TagResolver(policy(List.of(Origin.values())))
                .resolve(new TagContext(tags, "rg-shop", "sub-1", "acc"));
    }

    private static TagPolicy policy(List<Origin> inheritance) {
        return new TagPolicy(
                Map.of("team", List.of("squad", "group")), true, true, true, Map.of(), inheritance, HOLDERS);
    }
}
