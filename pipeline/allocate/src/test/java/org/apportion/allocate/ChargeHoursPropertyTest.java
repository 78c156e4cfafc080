package org.apportion.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.CostBasis;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.reference.AllocatedCell;
import org.apportion.testkit.reference.Allocation;
import org.apportion.testkit.reference.Cell;
import org.apportion.testkit.reference.ExactSplit;
import org.apportion.testkit.reference.ReferenceAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChargeHoursPropertyTest {
    private static final int HOURS_OF_DAY = 24;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 21, 22, 23, 24})
    void keepingHoursChangesNoCharge(long seed) {
        MonthData data = HostileMonth.generate(seed);
        List<String> without;
        try (PlanSession session = new PlanSession(folder)) {
            AllocationPlan plan = session.run(data, CostBasis.BILLED, PlanOptions.SAFE);
            assertThat(plan.chargeHours()).isEmpty();
            without = session.charges(plan);
        }
        try (PlanSession session = new PlanSession(folder)) {
            AllocationPlan plan = session.run(data, CostBasis.BILLED, PlanOptions.SAFE.withHours(true));
            assertThat(session.charges(plan)).as("seed %d", seed).isEqualTo(without);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 21, 22, 23, 24})
    void anHourOwesWhatTheReferenceSaysAndTheHoursAddUpToTheCharge(long seed) {
        MonthData data = HostileMonth.generate(seed);
        Allocation reference = ReferenceAllocator.allocate(data, CostBasis.BILLED);
        Set<Long> spanning = reference.cells().stream()
                .filter(cell -> cell.cell().kind() == Cell.Kind.SPAN)
                .map(cell -> cell.cell().group().id())
                .collect(Collectors.toSet());
        Map<String, Map<Long, BigDecimal>> expected = hours(reference, spanning);
        Map<String, Map<Long, BigDecimal>> actual = new TreeMap<>();
        try (PlanSession session = new PlanSession(folder)) {
            AllocationPlan plan = session.run(data, CostBasis.BILLED, PlanOptions.SAFE.withHours(true));
            session.engine().forEach(plan.chargeHours(), row -> {
                assertThat(row.number(3)).isBetween(0L, (long) HOURS_OF_DAY - 1);
                if (!spanning.contains(row.number(1))) {
                    String charge = String.join(
                            "|",
                            Long.toString(row.number(1)),
                            String.valueOf(row.date(2)),
                            Long.toString(row.number(4)),
                            Long.toString(row.number(5)),
                            row.text(6),
                            row.text(7));
                    actual.computeIfAbsent(charge, any -> new TreeMap<>())
                            .put(row.number(3), PlanSession.amount(row, 8));
                }
            });
        }
        assertThat(actual).as("seed %d", seed).isNotEmpty();
        actual.forEach((charge, hours) ->
                assertThat(hours).as("seed %d, charge %s", seed, charge).isEqualTo(expected.get(charge)));
    }

    /** What the reference's hour cells give, by charge and hour of the day; without what is zero. */
    private static Map<String, Map<Long, BigDecimal>> hours(Allocation reference, Set<Long> spanning) {
        Map<String, Map<Long, BigDecimal>> hours = new TreeMap<>();
        for (AllocatedCell cell : reference.cells()) {
            if (cell.cell().kind() != Cell.Kind.HOUR
                    || spanning.contains(cell.cell().group().id())) {
                continue;
            }
            long hour = cell.cell().firstHour() % HOURS_OF_DAY;
            for (AllocatedCell.LeafShare share : cell.shares()) {
                String charge = String.join(
                        "|",
                        Long.toString(cell.cell().group().id()),
                        share.leaf().day().toString(),
                        Integer.toString(share.leaf().part()),
                        Integer.toString(share.leaf().tier()),
                        share.leaf().consumer().kind().text(),
                        share.leaf().consumer().name());
                BigInteger units = share.units();
                hours.computeIfAbsent(charge, any -> new TreeMap<>())
                        .merge(hour, ExactSplit.amountOf(units, share.rest()), BigDecimal::add);
            }
        }
        hours.values().forEach(each -> each.values().removeIf(amount -> amount.signum() == 0));
        return hours;
    }
}
