package org.apportion.metering.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.Test;

class TagWeightsTest {
    private static UsageReading reading(long users, Map<String, BigDecimal> tags) {
        return new UsageReading(
                Instant.EPOCH,
                Map.of("users", BigDecimal.valueOf(users), "nodes", BigDecimal.ONE),
                Map.of(),
                Optional.empty(),
                tags.isEmpty() ? Map.of() : Map.of("users", tags));
    }

    private static BigDecimal number(long value) {
        return BigDecimal.valueOf(value);
    }

    @Test
    void weightsAreSumsOverAllSamples() {
        TagWeights weights = TagWeights.of(List.of(
                reading(10, Map.of("team=a", number(6))),
                reading(20, Map.of("team=a", number(6), "team=b", number(4)))));

        // Without a tag: 4 of the first sample and 10 of the second
        assertThat(weights.of("seats", List.of("users")))
                .isEqualTo(Map.of("team=a", number(12), "team=b", number(4), "", number(14)));
        // A dimension that nodes share has their part without a tag.
        assertThat(weights.of("seats", List.of("users", "nodes")).get("")).isEqualTo(number(16));
    }

    @Test
    void tagsThatAreToldMoreThanTheValueLeaveNothing() {
        assertThat(TagWeights.of(List.of(reading(3, Map.of("team=a", number(5), "team=b", number(-1)))))
                        .of("seats", List.of("users")))
                .isEqualTo(Map.of("team=a", number(5), "team=b", number(0), "", number(0)));
    }

    @Test
    void withoutTagsThereAreNoWeights() {
        assertThat(TagWeights.of(List.of(reading(3, Map.of()))).of("seats", List.of("users")))
                .isEmpty();
    }

    private static UsageReading tests(Map<String, BigDecimal> dimensions, String tag, long tagged) {
        return new UsageReading(
                Instant.EPOCH,
                Map.of(),
                Map.of("tests", dimensions),
                Optional.empty(),
                Map.of("tests", Map.of(tag, number(tagged))));
    }

    @Test
    void aDimensionHasTheTagsOfItsOwnSamples() {
        TagWeights weights = TagWeights.of(List.of(
                tests(Map.of("small", number(10)), "team=a", 10),
                tests(Map.of("small", number(2)), "team=b", 1),
                tests(Map.of("large", number(20)), "team=b", 20)));

        assertThat(weights.of("small", List.of("tests")))
                .isEqualTo(Map.of("team=a", number(10), "team=b", number(1), "", number(1)));
        assertThat(weights.of("large", List.of("tests"))).isEqualTo(Map.of("team=b", number(20), "", number(0)));
    }

    @Test
    void dimensionsThatAreToldTogetherShareTheirTags() {
        TagWeights weights =
                TagWeights.of(List.of(tests(Map.of("small", number(10), "large", number(20)), "team=a", 25)));

        assertThat(weights.of("small", List.of("tests"))).isEqualTo(Map.of("team=a", number(25), "", number(5)));
        assertThat(weights.of("large", List.of("tests"))).isEqualTo(weights.of("small", List.of("tests")));
    }
}
