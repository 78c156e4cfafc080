package org.apportion.model.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apportion.model.Validity;
import org.junit.jupiter.api.Test;

class RulePassesTest {
    private static final Tier DIRECT = new Tier.Direct(List.of(new Tier.Owner.ByAccount()));

    @Test
    void rulesWithoutATierByAllocatedCostAreTheFirstPass() {
        AllocationRule team = rule("team", DIRECT);
        RulePasses passes = new RulePasses(List.of(team));

        assertThat(passes.count()).isEqualTo(1);
        assertThat(passes.of(team)).isEqualTo(1);
        assertThat(new RulePasses(List.of()).count()).isEqualTo(1);
    }

    @Test
    void aRuleComesAfterTheLatestOfThoseItNamesWhereverItStands() {
        AllocationRule team = rule("team", DIRECT);
        AllocationRule platform = rule("pool/platform", by());
        AllocationRule support = rule("pool/support", DIRECT, by(), by("team", "pool/platform"));
        AllocationRule tax = rule("pool/tax", by("pool/support"));
        for (List<AllocationRule> order :
                List.of(List.of(team, platform, support, tax), List.of(tax, support, platform, team))) {
            RulePasses passes = new RulePasses(order);
            assertThat(order.stream().map(rule -> rule.id() + " " + passes.of(rule)))
                    .containsExactlyInAnyOrder("team 1", "pool/platform 2", "pool/support 3", "pool/tax 4");
            assertThat(passes.count()).isEqualTo(4);
            assertThat(passes.of(by())).isEqualTo(2);
            assertThat(passes.of(by("team"))).isEqualTo(2);
            assertThat(passes.of(by("pool/tax", "team"))).isEqualTo(5);
        }
    }

    @Test
    void theBasisIsWhatIsNamedOrTheFirstPass() {
        AllocationRule team = rule("team", DIRECT);
        AllocationRule platform = rule("pool/platform", by());

        assertThat(RulePasses.isBasis(by(), team)).isTrue();
        assertThat(RulePasses.isBasis(by(), platform)).isFalse();
        assertThat(RulePasses.isBasis(by("pool/platform"), platform)).isTrue();
        assertThat(RulePasses.isBasis(by("pool/platform"), team)).isFalse();
    }

    @Test
    void rulesThatNeedEachOtherAreTold() {
        AllocationRule team = rule("team", DIRECT);
        AllocationRule support = rule("support", by("tax"));
        RulePasses passes =
                new RulePasses(List.of(team, rule("a", by("support")), support, rule("tax", by("team", "support"))));

        assertThat(passes.cycle()).contains(List.of("support", "tax", "support"));
        assertThatThrownBy(() -> passes.of(team)).hasMessage("rules need each other: [support, tax, support]");
        assertThatThrownBy(passes::count).isInstanceOf(IllegalStateException.class);
        assertThat(new RulePasses(List.of(rule("own", by("own")))).cycle()).contains(List.of("own", "own"));
    }

    @Test
    void versionsOfARuleAreOneToThoseWhoNameThem() {
        AllocationRule before = rule("platform", by());
        AllocationRule now = rule("platform", DIRECT);
        AllocationRule support = rule("support", by("platform"));

        RulePasses passes = new RulePasses(List.of(now, before, support));

        assertThat(passes.of(now)).isEqualTo(1);
        assertThat(passes.of(before)).isEqualTo(2);
        assertThat(passes.of(support)).isEqualTo(3);
    }

    @Test
    void manyLayersAreNoManyWays() {
        List<AllocationRule> rules = new ArrayList<>(List.of(rule("a0", DIRECT), rule("b0", DIRECT)));
        IntStream.rangeClosed(1, 60).forEach(layer -> {
            rules.add(rule("a" + layer, by("a" + (layer - 1), "b" + (layer - 1))));
            rules.add(rule("b" + layer, by("a" + (layer - 1), "b" + (layer - 1))));
        });

        assertThat(new RulePasses(rules).count()).isEqualTo(61);
    }

    private static Tier.ByAllocatedCost by(String... rules) {
        return new Tier.ByAllocatedCost(new Condition.Always(), List.of(), new TreeSet<>(List.of(rules)));
    }

    private static AllocationRule rule(String id, Tier... tiers) {
        return new AllocationRule(
                id,
                1,
                "",
                Validity.ALWAYS,
                "true",
                new Condition.Always(),
                Spread.EVEN,
                List.of(new Part("all", BigDecimal.ONE, "usage", List.of(tiers))),
                "here");
    }
}
