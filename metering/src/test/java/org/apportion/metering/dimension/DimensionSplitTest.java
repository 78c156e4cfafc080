package org.apportion.metering.dimension;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apportion.metering.aggregation.Coverage;
import org.apportion.metering.aggregation.MetricUsage;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.DimensionBand;
import org.apportion.model.metering.MeteringMode;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.MeteringSetting;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.junit.jupiter.api.Test;

final class DimensionSplitTest {
    private static final DimensionBand[] TIERS = {band("a", 0, 10), band("b", 11, 30), band("c", 31, -1)};

    private static MetricUsage used(String metric, String usage) {
        BigDecimal value = new BigDecimal(usage);
        return new MetricUsage(metric, value, value, Map.of(), 1, new Coverage(1, 1), "");
    }

    private static DimensionUsage split(
            MeteringModes modes, ConsumptionReporting reporting, String usage, DimensionBand... bands) {
        return DimensionSplit.of(
                List.of(metric("m", UsageAggregation.MAXIMUM, reporting, bands)), List.of(used("m", usage)), modes, 2);
    }

    private static DimensionUsage tiered(MeteringModes modes, String usage, DimensionBand... bands) {
        return split(modes, ConsumptionReporting.TIERED, usage, bands);
    }

    private static BigDecimal decimal(String value) {
        return new BigDecimal(value);
    }

    @Test
    void tiersHoldTheUnitsInsideTheirInclusiveBounds() {
        assertThat(tiered(MeteringModes.COMPAT, "35", TIERS).quantities())
                .containsExactly(
                        Map.entry("a", decimal("10")), Map.entry("b", decimal("20")), Map.entry("c", decimal("5")));
        assertThat(tiered(MeteringModes.COMPAT, "11", TIERS).quantities())
                .containsExactly(Map.entry("a", decimal("10")), Map.entry("b", decimal("1")));
    }

    @Test
    void volumeAboveEveryMaxIsParkedInDocumentedAndTheHighestsInCompat() {
        DimensionBand[] bounded = {band("large", 41, 55), band("small", 0, 40)};

        assertThat(volume(MeteringModes.DOCUMENTED, "150", bounded).quantities())
                .isEmpty();
        assertThat(volume(MeteringModes.DOCUMENTED, "150", bounded).unmapped()).hasSize(1);
        assertThat(volume(MeteringModes.COMPAT, "150", bounded).quantities())
                .containsExactly(Map.entry("large", decimal("150")));
        assertThat(volume(MeteringModes.COMPAT, "40.5", bounded).unmapped())
                .as("between two bounds")
                .hasSize(1);
    }

    private static DimensionUsage volume(MeteringModes modes, String usage, DimensionBand... bands) {
        return split(modes, ConsumptionReporting.VOLUME, usage, bands);
    }

    @Test
    void theNextTierAboveTakesWhatNoneHoldsInDocumented() {
        // 1–10 and 21–: 15 is 10 and a rest of 5
        DimensionBand[] gap = {band("a", 1, 10), band("b", 21, -1)};

        assertThat(tiered(MeteringModes.DOCUMENTED, "15", gap).quantities())
                .containsExactly(Map.entry("a", decimal("10")), Map.entry("b", decimal("5")));
        assertThat(tiered(MeteringModes.DOCUMENTED, "10.5", gap).quantities())
                .containsExactly(Map.entry("a", decimal("10")), Map.entry("b", decimal("0.5")));
        assertThat(tiered(MeteringModes.DOCUMENTED, "10.5", TIERS).quantities())
                .as("nothing of it is above 30")
                .containsExactly(Map.entry("a", decimal("10")), Map.entry("b", decimal("0.5")));
        assertThat(tiered(MeteringModes.DOCUMENTED, "30.5", TIERS).quantities())
                .containsExactly(
                        Map.entry("a", decimal("10")), Map.entry("b", decimal("20")), Map.entry("c", decimal("0.5")));
    }

    @Test
    void usageBelowTheFirstTierIsOfTheFirst() {
        DimensionBand[] fromFive = {band("a", 5, 10), band("b", 11, -1)};

        assertThat(tiered(MeteringModes.DOCUMENTED, "0.5", band("a", 1, 10), band("b", 11, -1))
                        .quantities())
                .containsExactly(Map.entry("a", decimal("0.5")));
        assertThat(tiered(MeteringModes.DOCUMENTED, "3", fromFive).quantities())
                .containsExactly(Map.entry("a", decimal("3")));
        assertThat(tiered(MeteringModes.DOCUMENTED, "7", fromFive).quantities())
                .containsExactly(Map.entry("a", decimal("7")));
        assertThat(tiered(MeteringModes.DOCUMENTED, "12", fromFive).quantities())
                .containsExactly(Map.entry("a", decimal("10")), Map.entry("b", decimal("2")));
    }

    @Test
    void usageAboveAllTiersIsOfTheHighest() {
        assertThat(tiered(MeteringModes.DOCUMENTED, "25", band("b", 11, 20), band("a", 1, 10))
                        .quantities())
                .containsExactly(Map.entry("a", decimal("10")), Map.entry("b", decimal("15")));
    }

    @Test
    void inPeriodsThatWereClosedSoTheLastTierKeepsTheRest() {
        MeteringModes former = new MeteringModes(
                MeteringMode.DOCUMENTED, Map.of(MeteringSetting.TIERED_REMAINDER, MeteringMode.FORMER));

        assertThat(tiered(former, "7", band("a", 5, 10), band("b", 11, -1)).quantities())
                .containsExactly(Map.entry("a", decimal("3")), Map.entry("b", decimal("4")));
    }

    @Test
    void usageThatNoTierHoldsIsToldInCompat() {
        DimensionUsage usage = tiered(MeteringModes.COMPAT, "15", band("a", 1, 10), band("b", 21, -1));

        assertThat(usage.quantities()).isEmpty();
        assertThat(usage.unmapped())
                .extracting(DimensionUsage.Unmapped::error)
                .containsExactly("Missing tiered dimension detected for 'm'=15");
    }

    @Test
    void overlappingTiersAreNeverBilledTwice() {
        DimensionUsage usage = tiered(MeteringModes.DOCUMENTED, "15", band("a", 1, 10), band("b", 5, -1));

        assertThat(usage.quantities()).isEmpty();
        assertThat(usage.unmapped()).hasSize(1);
    }

    @Test
    void theFirstVolumeDimensionThatHoldsTheUsageTakesAll() {
        assertThat(split(MeteringModes.DOCUMENTED, ConsumptionReporting.VOLUME, "30", TIERS)
                        .quantities())
                .containsExactly(Map.entry("b", decimal("30")));
    }

    @Test
    void usageBeyondAllVolumeDimensionsIsTold() {
        assertThat(split(MeteringModes.DOCUMENTED, ConsumptionReporting.VOLUME, "11.50", band("a", 1, 10))
                        .unmapped())
                .extracting(DimensionUsage.Unmapped::error)
                .containsExactly("No matching volume dimension found for 'm'=11.5");
    }

    @Test
    void noUsageNeedsNoVolumeDimensionInDocumented() {
        assertThat(split(MeteringModes.DOCUMENTED, ConsumptionReporting.VOLUME, "0", band("a", 1, 10)))
                .isEqualTo(new DimensionUsage(Map.of(), Map.of(), List.of()));
        assertThat(split(MeteringModes.COMPAT, ConsumptionReporting.VOLUME, "0", band("a", 1, 10))
                        .unmapped())
                .hasSize(1);
    }

    @Test
    void aUsageWithMoreDecimalsThanTheMarketplaceTakesIsRoundedUp() {
        assertThat(split(MeteringModes.DOCUMENTED, ConsumptionReporting.VOLUME, "2.001", TIERS)
                        .quantities())
                .containsExactly(Map.entry("a", decimal("2.01")));
    }

    @Test
    void metricsThatShareADimensionAreAdded() {
        DimensionBand shared = new DimensionBand("d", Optional.empty(), Optional.empty(), true);
        List<UsageMetric> metrics = List.of(
                metric("m", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, shared),
                metric("n", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, shared));

        DimensionUsage usage =
                DimensionSplit.of(metrics, List.of(used("m", "2"), used("n", "3")), MeteringModes.DOCUMENTED, 0);

        assertThat(usage.quantities()).containsExactly(Map.entry("d", decimal("5")));
        assertThat(usage.metrics()).containsExactly(Map.entry("d", List.of("m", "n")));
    }

    @Test
    void aReportedDimensionThatIsNotListedIsTold() {
        UsageMetric metric =
                metric("m", UsageAggregation.MAXIMUM, ConsumptionReporting.PER_DIMENSION, band("a", -1, -1));
        MetricUsage usage = new MetricUsage(
                "m",
                decimal("3"),
                decimal("3"),
                Map.of("a", decimal("1"), "x", decimal("2")),
                1,
                new Coverage(1, 1),
                "");

        DimensionUsage split = DimensionSplit.of(List.of(metric), List.of(usage), MeteringModes.DOCUMENTED, 0);

        assertThat(split.quantities()).containsExactly(Map.entry("a", decimal("1")));
        assertThat(split.unmapped())
                .extracting(DimensionUsage.Unmapped::error)
                .containsExactly("The product reports the dimension 'x' that is not listed, for 'm'=2");
    }

    @Test
    void tiersNeverLoseAUnit() {
        long seed = 11;
        Random random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            BigDecimal usage = BigDecimal.valueOf(random.nextInt(100_000), 3);
            DimensionUsage split = DimensionSplit.of(
                    List.of(metric("m", UsageAggregation.MAXIMUM, ConsumptionReporting.TIERED, TIERS)),
                    List.of(used("m", usage.toPlainString())),
                    MeteringModes.DOCUMENTED,
                    3);
            BigDecimal sum = split.quantities().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(sum).as("seed %d, usage %s", seed, usage).isEqualByComparingTo(usage);
        }
    }
}
