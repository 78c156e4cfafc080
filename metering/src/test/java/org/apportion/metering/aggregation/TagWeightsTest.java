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
        Map<String, Map<String, BigDecimal>> weights = TagWeights.of(List.of(
                reading(10, Map.of("team=a", number(6))),
                reading(20, Map.of("team=a", number(6), "team=b", number(4)))));

        // Without a tag: 4 of the first sample and 10 of the second
        assertThat(weights.get("users")).isEqualTo(Map.of("team=a", number(12), "team=b", number(4), "", number(14)));
        // A dimension that nodes share has their part without a tag.
        assertThat(TagWeights.added(weights, List.of("users", "nodes")).get("")).isEqualTo(number(16));
    }

    @Test
    void tagsThatAreToldMoreThanTheValueLeaveNothing() {
        assertThat(TagWeights.of(List.of(reading(3, Map.of("team=a", number(5), "team=b", number(-1)))))
                        .get("users"))
                .isEqualTo(Map.of("team=a", number(5), "team=b", number(0), "", number(0)));
    }

    @Test
    void withoutTagsThereAreNoWeights() {
        assertThat(TagWeights.of(List.of(reading(3, Map.of())))).isEmpty();
    }
}
