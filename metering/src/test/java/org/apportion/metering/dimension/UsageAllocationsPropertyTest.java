package org.apportion.metering.dimension;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apportion.metering.aggregation.TagWeights;
import org.junit.jupiter.api.Test;

class UsageAllocationsPropertyTest {
    private static BigDecimal sum(Map<String, BigDecimal> values) {
        return values.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal number(long value) {
        return BigDecimal.valueOf(value);
    }

    @Test
    void tenByOneOneAndOneIsThreeThreeAndFour() {
        assertThat(UsageAllocations.of(number(10), 0, Map.of("t=a", number(1), "t=b", number(1), "t=c", number(1))))
                .isEqualTo(Map.of("t=a", number(3), "t=b", number(3), "t=c", number(4)));
    }

    @Test
    void whatHasNoTagIsAShareOfItsOwn() {
        assertThat(UsageAllocations.of(number(30), 0, Map.of("t=a", number(12), "t=b", number(4), "", number(14))))
                .isEqualTo(Map.of("t=a", number(12), "t=b", number(4), "", number(14)));
    }

    @Test
    void withoutATagOrAQuantityNothingIsAllocated() {
        assertThat(UsageAllocations.of(number(30), 0, Map.of())).isEmpty();
        assertThat(UsageAllocations.of(number(30), 0, Map.of("", number(1)))).isEmpty();
        assertThat(UsageAllocations.of(number(30), 0, Map.of("t=a", number(0)))).isEmpty();
        assertThat(UsageAllocations.of(number(0), 0, Map.of("t=a", number(1)))).isEmpty();
    }

    @Test
    void ofTooManyTagsTheSmallestAreLeftWithoutOne() {
        Map<String, BigDecimal> weights = new TreeMap<>();
        IntStream.rangeClosed(1, 2_501).forEach(i -> weights.put("t=" + i, number(i)));

        Map<String, BigDecimal> shares = UsageAllocations.of(sum(weights), 0, weights);

        // 1 and 2 make way for the share without a tag.
        assertThat(shares).hasSize(2_500).containsEntry("", number(3)).containsEntry("t=3", number(3));
        assertThat(sum(shares)).isEqualTo(sum(weights));
    }

    @Test
    void sharesAddUpToTheQuantityAndAreWithinAUnitOfTheirExactPart() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            int scale = random.nextInt(3);
            BigDecimal quantity = BigDecimal.valueOf(random.nextInt(1_000_000), scale);
            Map<String, BigDecimal> weights = new TreeMap<>();
            int tags = random.nextInt(40);
            for (int i = 0; i < tags; i++) {
                weights.put(
                        i == 0 ? TagWeights.NO_TAG : "t=" + i,
                        random.nextInt(4) == 0
                                ? BigDecimal.ZERO
                                : BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), random.nextInt(10)));
            }

            Map<String, BigDecimal> shares = UsageAllocations.of(quantity, scale, weights);

            if (!shares.isEmpty()) {
                BigDecimal unit = BigDecimal.ONE.movePointLeft(scale);
                assertThat(sum(shares)).as("seed %d", seed).isEqualByComparingTo(quantity);
                assertThat(shares.values()).as("seed %d", seed).allMatch(share -> share.signum() > 0);
                weights.forEach((tag, weight) -> assertThat(shares.getOrDefault(tag, BigDecimal.ZERO)
                                .subtract(quantity.multiply(weight).divide(sum(weights), MathContext.DECIMAL128))
                                .abs())
                        .as("%s", tag)
                        .isLessThanOrEqualTo(unit));
                weights.forEach((tag, weight) -> assertThat(weight.signum() > 0 || !shares.containsKey(tag))
                        .isTrue());
                // Splitting by the shares again changes nothing.
                assertThat(UsageAllocations.of(quantity, scale, shares))
                        .as("seed %d", seed)
                        .isEqualTo(shares);
            }
        }
    }
}
