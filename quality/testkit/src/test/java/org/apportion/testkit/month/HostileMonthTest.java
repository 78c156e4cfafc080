package org.apportion.testkit.month;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.model.ConsumerKind;
import org.apportion.model.CostBasis;
import org.apportion.model.rule.RulePasses;
import org.apportion.testkit.reference.Allocation;
import org.apportion.testkit.reference.Cell;
import org.apportion.testkit.reference.ReferenceAllocator;
import org.apportion.testkit.reference.ReferenceCharge;
import org.junit.jupiter.api.Test;

class HostileMonthTest {

    @Test
    void aFewSeedsReachEveryMethodReasonAndKindOfCell() {
        Set<String> seen = new TreeSet<>();
        for (long seed = 1; seed <= 8; seed++) {
            MonthData data = HostileMonth.generate(seed);
            seen.add("passes " + new RulePasses(data.rules()).count());
            Allocation allocation = ReferenceAllocator.allocate(data, CostBasis.BILLED);
            allocation.charges().forEach(charge -> note(seen, charge));
            allocation.cells().forEach(cell -> seen.add(cell.cell().kind().toString()));
        }
        assertThat(seen)
                .contains("direct", "even", "fixed", "metric", "mix", "maximum", "allocated", "resource")
                .contains("no_rule", "no_usage", "no_owner", "tier 2", "tier 3", "part 2", "passes 3")
                .contains(ConsumerKind.ACCOUNT.text(), ConsumerKind.TAG.text(), ConsumerKind.UNIT.text())
                .contains("negative", "a crowd");
        for (Cell.Kind kind : Cell.Kind.values()) {
            assertThat(seen).contains(kind.toString());
        }
    }

    @Test
    void aMonthHasAmountsPastEveryBorder() {
        MonthData data = HostileMonth.generate(1);
        assertThat(data.records()).anyMatch(record -> record.billedCost().compareTo(new BigDecimal("9223372.1")) > 0);
        assertThat(data.records())
                .anyMatch(record -> record.billedCost().abs().compareTo(new BigDecimal("1e-12")) < 0
                        && record.billedCost().signum() != 0);
        assertThat(data.samples()).anyMatch(sample -> sample.value().compareTo(new BigDecimal("1e18")) > 0);
    }

    private static void note(Set<String> seen, ReferenceCharge charge) {
        seen.add(charge.method());
        seen.add(String.valueOf(charge.reason()));
        seen.add("tier " + charge.tier());
        seen.add("part " + charge.part());
        seen.add(charge.consumer().kind().text());
        seen.add(charge.amount().signum() < 0 ? "negative" : "positive");
        if (charge.consumer().name().matches("p1[0-9]{3}")) {
            seen.add("a crowd");
        }
    }
}
