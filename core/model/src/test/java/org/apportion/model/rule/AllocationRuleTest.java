package org.apportion.model.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.apportion.model.Validity;
import org.junit.jupiter.api.Test;

class AllocationRuleTest {
    private static final Tier ACCOUNT = new Tier.Direct(List.of(new Tier.Owner.ByAccount()));

    @Test
    void aRuleHasAPartWithAWeight() {
        assertThatThrownBy(() -> rule(List.of())).hasMessage("rule r has no part");
        assertThatThrownBy(() -> rule(List.of(part("0", ACCOUNT))))
                .hasMessage("rule r has no part with a weight above zero");
        assertThat(rule(List.of(part("0", ACCOUNT), part("1", ACCOUNT))).parts())
                .hasSize(2);
    }

    @Test
    void aWeightIsNotNegative() {
        assertThatThrownBy(() -> part("-1", ACCOUNT)).hasMessage("part all has the negative weight -1");
    }

    @Test
    void aTierByAllocatedCostWaitsForTheOtherRules() {
        assertThat(rule(List.of(part("1", ACCOUNT))).isSecondPass()).isFalse();
        assertThat(rule(List.of(part("1", new Tier.ByAllocatedCost(new Condition.Always(), List.of()))))
                        .isSecondPass())
                .isTrue();
    }

    private static Part part(String weight, Tier tier) {
        return new Part("all", new BigDecimal(weight), "usage", List.of(tier));
    }

    @Test
    void theNameOfAPoolIsInItsId() {
        assertThat(AllocationRule.poolOf("pool/support")).contains("support");
        assertThat(AllocationRule.poolOf("support")).isEmpty();
        assertThat(AllocationRule.poolOf(null)).isEmpty();
        assertThat(rule(List.of(part("1", ACCOUNT))).pool()).isEmpty();
    }

    private static AllocationRule rule(List<Part> parts) {
        return new AllocationRule(
                "r", 1, "", Validity.ALWAYS, "true", new Condition.Always(), Spread.EVEN, parts, "rules.yaml:1");
    }
}
