package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.apportion.report.Ranking.Row;
import org.junit.jupiter.api.Test;

class MoversTest {
    private static Row row(String unit, String amount) {
        return new Row(List.of(unit, "Compute"), List.of("EUR"), new BigDecimal(amount), 1);
    }

    @Test
    void theBiggestChangesStandFirstAndAllOthersInOneRow() {
        // a +5, b new +1, c gone -7, d unchanged: the two biggest are c and a; b and d are left, 9 + 1 now.
        Movers movers = new Movers(
                List.of(row("a", "15"), row("b", "1"), row("d", "9")),
                List.of(row("a", "10"), row("c", "7"), row("d", "9")));

        List<List<Object>> rows = movers.table("Movers", 2).rows();

        assertThat(rows.get(0))
                .startsWith("a", "Compute", new BigDecimal("5"), new BigDecimal("10"), new BigDecimal("15"));
        assertThat(rows.get(1))
                .startsWith("c", "Compute", new BigDecimal("-7"), new BigDecimal("7"), new BigDecimal("0"));
        assertThat(rows.get(2))
                .startsWith("other (1)", null, new BigDecimal("1"), new BigDecimal("9"), new BigDecimal("10"));
    }

    @Test
    void whatDidNotMoveIsNoMover() {
        Movers movers = new Movers(List.of(row("a", "15"), row("d", "9")), List.of(row("a", "10"), row("d", "9.00")));

        assertThat(movers.table("Movers", 5).rows()).hasSize(1);
    }

    @Test
    void equalRunsHaveNoMovers() {
        assertThat(new Movers(List.of(row("a", "1")), List.of(row("a", "1"))).isAny())
                .isFalse();
    }
}
