package org.apportion.model.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TierTest {
    private static final Tier.UsageKey KEY = new Tier.UsageKey.FixedKey("cluster");

    @Test
    void aDirectTierNamesAnOwner() {
        assertThatThrownBy(() -> new Tier.Direct(List.of())).hasMessage("a direct tier names at least one owner");
    }

    @Test
    void aMixNeedsAMetric() {
        assertThatThrownBy(() -> new Tier.ByMix(new TreeMap<>(), KEY)).hasMessage("shares are missing");
    }

    @Test
    void aShareIsNeverNegative() {
        assertThatThrownBy(() -> new Tier.ByMix(new TreeMap<>(Map.of("cpu", new BigDecimal("-1"))), KEY))
                .hasMessageStartingWith("shares must not be negative");
    }

    @Test
    void sharesAreNotAllZero() {
        assertThatThrownBy(() -> new Tier.ByMix(new TreeMap<>(Map.of("cpu", BigDecimal.ZERO)), KEY))
                .hasMessageContaining("not all zero");
    }

    @Test
    void aReasonIsOneWord() {
        assertThat(new Tier.Unallocated("no_identity").method()).isEqualTo("unallocated");
        assertThatThrownBy(() -> new Tier.Unallocated("No identity")).hasMessage("'No identity' is not a reason");
    }
}
