package org.apportion.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apportion.model.CostBasis;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.HostileShares;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.reference.ReferenceAllocator;
import org.apportion.testkit.reference.ReferenceCharge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A month that is split portion by portion has the charges of the month that is split at once, in portions of any size. */
class PortionPropertyTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void portionsAndReferenceAgreeRowByRow(long seed) {
        agree(HostileMonth.generate(seed), seed, 1 + 40 * seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33})
    void theyAgreeWhereTagsStandForSeveralOwners(long seed) {
        agree(HostileShares.draw(HostileMonth.generate(seed), seed), seed, 50);
    }

    @ParameterizedTest
    @EnumSource
    void theyAgreeWhateverKindsOfRulesThereAre(SimplerRules rules) {
        long seed = 301 + rules.ordinal();
        agree(rules.of(HostileMonth.generate(seed)), seed, 30);
    }

    @Test
    void rulesByAllocatedCostComeLast() {
        MonthData data = HostileMonth.generate(1);
        assertThat(Portion.of(List.of("", "m"), data.rules()))
                .containsExactly(
                        new Portion(Optional.empty(), Optional.of("m"), false),
                        new Portion(Optional.of("m"), Optional.empty(), false),
                        new Portion(Optional.empty(), Optional.empty(), true));
        assertThat(Portion.of(List.of("a"), List.of()))
                .containsExactly(new Portion(Optional.empty(), Optional.empty(), false));
    }

    private void agree(MonthData data, long seed, long rows) {
        CostBasis basis = seed % 2 == 0 ? CostBasis.BILLED : CostBasis.EFFECTIVE;
        List<String> expected = ReferenceAllocator.allocate(data, basis).charges().stream()
                .map(ReferenceCharge::toLine)
                .toList();
        try (PlanSession session = new PlanSession(folder)) {
            List<List<String>> portions = session.runInPortions(data, basis, rows);
            assertThat(portions).as("seed %d: portions of %d rows", seed, rows).hasSizeGreaterThan(2);
            assertThat(portions.stream().flatMap(List::stream))
                    .as("seed %d: portions of %d rows", seed, rows)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
