package org.apportion.model.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeteringRulesTest {

    @Test
    void aBandHoldsBothItsBounds() {
        DimensionBand band = band("10", "20");

        assertThat(band.holds(new BigDecimal("10"))).isTrue();
        assertThat(band.holds(new BigDecimal("20.0"))).isTrue();
        assertThat(band.holds(new BigDecimal("9.99"))).isFalse();
        assertThat(band.holds(new BigDecimal("20.01"))).isFalse();
    }

    @Test
    void usageAboveABandStillReachesIt() {
        assertThat(band("10", "20").reaches(new BigDecimal("21"))).isTrue();
        assertThat(band("10", "20").reaches(new BigDecimal("9"))).isFalse();
    }

    @Test
    void aBandWithoutBoundsHoldsEverything() {
        assertThat(new DimensionBand("seats", Optional.empty(), Optional.empty(), false).holds(BigDecimal.ZERO))
                .isTrue();
    }

    @Test
    void anArchiveNeedsACycleAndMoreThanOneByte() {
        assertThat(new ArchiveRetention(1, -1).keepsAny()).isTrue();
        assertThat(new ArchiveRetention(1, 2).keepsAny()).isTrue();
        assertThat(new ArchiveRetention(1, 1).keepsAny()).isFalse();
        assertThat(new ArchiveRetention(0, -1).keepsAny()).isFalse();
        assertThat(ArchiveRetention.NONE.keepsAny()).isFalse();
    }

    @Test
    void aSettingOfItsOwnOutranksTheModeOfAll() {
        MeteringModes modes =
                new MeteringModes(MeteringMode.DOCUMENTED, Map.of(MeteringSetting.EXPIRE, MeteringMode.COMPAT));

        assertThat(modes.isCompat(MeteringSetting.EXPIRE)).isTrue();
        assertThat(modes.isCompat(MeteringSetting.ZERO_USAGE)).isFalse();
    }

    @Test
    void aMeteredQuantityIsNotNegative() {
        assertThatThrownBy(() -> new MeterRecord("k", "seats", new BigDecimal("-1"), Instant.EPOCH, Map.of()))
                .hasMessageContaining("-1");
        assertThat(new MeterRecord("k", "seats", BigDecimal.ZERO, Instant.EPOCH, Map.of()).quantity())
                .isZero();
    }

    @Test
    void aPluginIsTheSameInWhateverCase() {
        assertThat(PluginChoice.of(" Amazon")).isEqualTo(PluginChoice.of("amazon"));
    }

    @Test
    void settingsOfAPluginNameTheMeterTheyAreFor() {
        PluginChoice choice = new PluginChoice("local", Map.of("folder", "out/{product}/{customer}"), Map.of());

        assertThat(choice.forMeter("shop", "c1").settings()).containsExactly(Map.entry("folder", "out/shop/c1"));
    }

    private static DimensionBand band(String min, String max) {
        return new DimensionBand("seats", Optional.of(new BigDecimal(min)), Optional.of(new BigDecimal(max)), false);
    }
}
