package org.apportion.testkit.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apportion.model.CostBasis;
import org.apportion.testkit.month.BillRecord;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.MonthData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of the split on hostile months; the seed is the parameter. */
class ReferenceAllocatorPropertyTest {
    private static final int RECORDS = 120;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyRecordIsChargedExactlyOnce(long seed) {
        MonthData data = HostileMonth.generate(seed, RECORDS);
        Map<Long, BigDecimal> charged = new HashMap<>();
        ReferenceAllocator.allocate(data, CostBasis.BILLED)
                .recordShares()
                .forEach(share -> charged.merge(share.recordId(), share.amount(), BigDecimal::add));
        for (BillRecord record : data.records()) {
            assertThat(charged.get(record.id()))
                    .as("seed %d %s", seed, record)
                    .isEqualByComparingTo(record.billedCost());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theChargesOfAGroupSumToItsRecords(long seed) {
        MonthData data = HostileMonth.generate(seed, RECORDS);
        Map<Long, BigDecimal> difference = new HashMap<>();
        data.records().forEach(record -> difference.merge(record.groupId(), record.effectiveCost(), BigDecimal::add));
        ReferenceAllocator.allocate(data, CostBasis.EFFECTIVE)
                .charges()
                .forEach(charge -> difference.merge(
                        charge.group().groupId(), charge.amount().negate(), BigDecimal::add));
        assertThat(difference.values()).as("seed %d", seed).allMatch(amount -> amount.signum() == 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theSharesOfRecordsAndTheCarrySumToEachLeaf(long seed) {
        for (AllocatedCell cell : ReferenceAllocator.allocate(HostileMonth.generate(seed, RECORDS), CostBasis.BILLED)
                .cells()) {
            BigInteger pieces = cell.pieces().stream().map(Piece::units).reduce(BigInteger.ZERO, BigInteger::add);
            List<BigInteger> withoutCarry = new ArrayList<>(cell.division().split(pieces));
            List<RecordShare> shares = cell.recordShares();
            for (int i = 0; i < shares.size(); i++) {
                BigInteger units = shares.get(i).units();
                withoutCarry.set(
                        i % withoutCarry.size(),
                        withoutCarry.get(i % withoutCarry.size()).subtract(units));
            }
            assertThat(withoutCarry).as("seed %d %s", seed, cell.cell()).allMatch(units -> units.signum() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void nobodyIsOffByAUnitInAnySplit(long seed) {
        for (AllocatedCell cell : ReferenceAllocator.allocate(HostileMonth.generate(seed, RECORDS), CostBasis.BILLED)
                .cells()) {
            assertEachPartNearItsShare(cell.units(), cell.division());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theOrderOfRecordsAndSamplesDoesNotMatter(long seed) {
        MonthData data = HostileMonth.generate(seed, RECORDS);
        MonthData shuffled = new MonthData(
                data.month(),
                shuffle(data.records(), seed),
                shuffle(data.samples(), seed),
                data.resolvedTags(),
                data.directory(),
                data.rules());
        assertThat(lines(shuffled)).isEqualTo(lines(data));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void allocatingTwiceGivesTheSame(long seed) {
        MonthData data = HostileMonth.generate(seed, RECORDS);
        assertThat(lines(HostileMonth.generate(seed, RECORDS))).isEqualTo(lines(data));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aWeightOfZeroReceivesZeroAndSplittingAPartAgainChangesNothing(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            List<BigInteger> weights = new ArrayList<>(List.of(new BigInteger(63, random).add(BigInteger.ONE)));
            for (int i = 0; i < random.nextInt(6); i++) {
                weights.add(
                        random.nextInt(weights.size() + 1),
                        random.nextBoolean() ? BigInteger.ZERO : new BigInteger(60, random));
            }
            BigInteger units = new BigInteger(100, random).subtract(BigInteger.ONE.shiftLeft(99));
            List<BigInteger> parts = ExactSplit.split(units, weights);
            for (int i = 0; i < parts.size(); i++) {
                if (weights.get(i).signum() == 0) {
                    assertThat(parts.get(i)).as("seed %d", seed).isZero();
                }
                assertThat(ExactSplit.split(parts.get(i), List.of(BigInteger.ONE)))
                        .containsExactly(parts.get(i));
            }
        }
    }

    private static void assertEachPartNearItsShare(BigInteger units, Division division) {
        if (!(division instanceof Division.Branches split)) {
            return;
        }
        List<BigInteger> weights =
                split.branches().stream().map(Division.Branch::weight).toList();
        BigInteger total = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
        List<BigInteger> parts = ExactSplit.split(units, weights);
        for (int i = 0; i < parts.size(); i++) {
            BigInteger off = parts.get(i).multiply(total).subtract(units.multiply(weights.get(i)));
            assertThat(off.abs()).isLessThan(total);
            assertEachPartNearItsShare(parts.get(i), split.branches().get(i).content());
        }
    }

    private static List<String> lines(MonthData data) {
        return ReferenceAllocator.allocate(data, CostBasis.BILLED).charges().stream()
                .map(ReferenceCharge::toLine)
                .toList();
    }

    private static <T> List<T> shuffle(List<T> list, long seed) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, new Random(seed));
        return copy;
    }
}
