package org.apportion.model.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PartTest {
    private static final List<Tier> TIERS =
            List.of(new Tier.ByMetric("bytes", Tier.UsageKey.RESOURCE_ID), new Tier.Unallocated("nobody"));

    @Test
    void aTierHasItsOwnCostTypeOrThatOfItsPart() {
        Part part = new Part("p", BigDecimal.ONE, "usage", TIERS, new TreeMap<>(Map.of(1, "shared")));
        assertThat(part.costTypeOf(0)).isEqualTo("usage");
        assertThat(part.costTypeOf(1)).isEqualTo("shared");
        assertThat(part.costTypeOf(2)).as("the last resort").isEqualTo("usage");
    }

    @Test
    void aCostTypeBelongsToATierThatExists() {
        for (int tier : new int[] {-1, 2}) {
            assertThatThrownBy(
                            () -> new Part("p", BigDecimal.ONE, "usage", TIERS, new TreeMap<>(Map.of(tier, "shared"))))
                    .hasMessage("part p has a cost type for a tier that it lacks: {" + tier + "=shared}");
        }
    }

    @Test
    void theFirstTierByUsageIsNamedByItsPosition() {
        Tier direct = new Tier.Direct(List.of(new Tier.Owner.ByTag("team")));
        Tier metric = new Tier.ByMetric("cpu", Tier.UsageKey.RESOURCE_ID);
        Tier even = new Tier.Even(List.of(), Tier.Window.DAY, Tier.UsageKey.RESOURCE_ID);

        assertThat(new Part("p", BigDecimal.ONE, "usage", List.of(direct, even, metric)).firstByUsage())
                .isEqualTo(1);
        assertThat(new Part("p", BigDecimal.ONE, "usage", List.of(metric)).firstByUsage())
                .isZero();
        assertThat(new Part("p", BigDecimal.ONE, "usage", List.of(direct)).firstByUsage())
                .as("none")
                .isEqualTo(1);
    }

    @Test
    void aWeightIsNeverNegative() {
        assertThatThrownBy(() -> new Part("p", new BigDecimal("-1"), "usage", TIERS))
                .hasMessage("part p has the negative weight -1");
    }
}
