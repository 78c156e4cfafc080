package org.apportion.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apportion.model.CostBasis;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.HostileShares;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.reference.ReferenceAllocator;
import org.apportion.testkit.reference.ReferenceCharge;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencePropertyTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void planAndReferenceAgreeRowByRow(long seed) {
        agree(HostileMonth.generate(seed), seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34, 35, 36})
    void theyAgreeWhereTagsStandForSeveralOwners(long seed) {
        agree(HostileShares.draw(HostileMonth.generate(seed), seed), seed);
    }

    @ParameterizedTest
    @EnumSource
    void theyAgreeOnSharedTagsWhateverKindsOfRulesThereAre(SimplerRules rules) {
        long seed = 201 + rules.ordinal();
        agree(rules.of(HostileShares.draw(HostileMonth.generate(seed), seed)), seed);
    }

    @ParameterizedTest
    @EnumSource
    void theyAgreeWhateverKindsOfRulesThereAre(SimplerRules rules) {
        long seed = 101 + rules.ordinal();
        agree(rules.of(HostileMonth.generate(seed)), seed);
    }

    private void agree(MonthData data, long seed) {
        CostBasis basis = seed % 2 == 0 ? CostBasis.BILLED : CostBasis.EFFECTIVE;
        List<String> expected = ReferenceAllocator.allocate(data, basis).charges().stream()
                .map(ReferenceCharge::toLine)
                .toList();
        try (PlanSession session = new PlanSession(folder)) {
            AllocationPlan plan = session.run(data, basis, PlanOptions.SAFE);
            List<String> actual = session.charges(plan);
            assertThat(without(actual, expected))
                    .as("seed %d: only in the plan", seed)
                    .isEmpty();
            assertThat(without(expected, actual))
                    .as("seed %d: only in the reference", seed)
                    .isEmpty();
            assertThat(actual).as("seed %d: order", seed).isEqualTo(expected);
        }
    }

    private static List<String> without(List<String> lines, List<String> others) {
        Set<String> known = Set.copyOf(others);
        return lines.stream().filter(line -> !known.contains(line)).limit(10).toList();
    }
}
