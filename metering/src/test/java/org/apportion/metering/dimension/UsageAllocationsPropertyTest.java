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

    @Test
    void whatIsBilledLaterAddsUpAndTakesNothingBack() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            Map<String, BigDecimal> given = new TreeMap<>();
            Map<String, BigDecimal> weights = new TreeMap<>();
            for (int bill = 0; bill < 5; bill++) {
                for (int i = 0; i < 4; i++) {
                    int tag = random.nextInt(8);
                    weights.merge(
                            tag == 0 ? TagWeights.NO_TAG : "t=" + tag, number(random.nextInt(90)), BigDecimal::add);
                }
                BigDecimal more = number(1 + random.nextInt(50));
                Map<String, BigDecimal> whole = UsageAllocations.of(sum(given).add(more), 0, weights);
                Map<String, BigDecimal> lacking = new TreeMap<>(whole);
                given.forEach((tag, share) -> lacking.merge(tag, share.negate(), BigDecimal::add));

                Map<String, BigDecimal> shares = UsageAllocations.further(more, 0, whole, given);

                assertThat(isFair(more, shares, lacking)).as("seed %d", seed).isTrue();
                (shares.isEmpty() ? Map.of(TagWeights.NO_TAG, more) : shares)
                        .forEach((tag, share) -> given.merge(tag, share, BigDecimal::add));
            }
        }
    }

    /** Each share is above zero and at most what its tag lacks, and exactly that if no tag has too much. */
    private static boolean isFair(BigDecimal more, Map<String, BigDecimal> shares, Map<String, BigDecimal> lacking) {
        boolean nobodyHasTooMuch = lacking.values().stream().allMatch(each -> each.signum() >= 0);
        return shares.isEmpty()
                || sum(shares).compareTo(more) == 0
                        && shares.entrySet().stream()
                                .allMatch(each -> each.getValue().signum() > 0
                                        && each.getValue().compareTo(lacking.getOrDefault(each.getKey(), number(0)))
                                                <= 0)
                        && (!nobodyHasTooMuch
                                || lacking.entrySet().stream()
                                        .allMatch(each ->
                                                each.getValue().compareTo(shares.getOrDefault(each.getKey(), number(0)))
                                                        == 0));
    }
}
