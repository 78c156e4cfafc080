package org.apportion.price;

import static org.apportion.price.Cases.OCTOBER;
import static org.apportion.price.Cases.day;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.apportion.model.Validity;
import org.apportion.model.price.Price;
import org.apportion.model.table.Column;
import org.apportion.model.table.Tables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceLineTest {
    private static final List<Object[]> ROWS = ServiceRouteTest.twoServices("1", "2.5", null)
            .component(null, null, "1.05")
            .databaseCost(1, "100")
            .cost(1, null, null, null, "7")
            .price(new Price.PerMonth("support", "shop", null, Cases.chf("200"), Validity.ALWAYS))
            .price()
            .rows(OCTOBER)
            .toList();

    @Test
    void aRowHasAValueOfTheRightTypeForEachColumn() {
        List<Column> columns = Tables.PRICE_LINE.columns();
        for (Object[] row : ROWS) {
            assertThat(row).hasSize(columns.size());
            IntStream.range(0, row.length).forEach(i -> requireType(columns.get(i), row[i]));
        }
    }

    @Test
    void rowsAreNumberedFromOne() {
        assertThat(ROWS).extracting(row -> row[1]).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aRowReadsAsTheColumnsSay() {
        assertThat(ROWS.get(0))
                .startsWith("2026-10", 1, "cost", "account", null, null, null, null, null, day(1), day(2), null, null);
    }

    private static void requireType(Column column, @Nullable Object value) {
        if (value == null) {
            assertThat(column.required()).as(column.name()).isFalse();
            return;
        }
        Class<?> type = switch (column.type()) {
            case STRING -> String.class;
            case INT -> Integer.class;
            case DATE -> LocalDate.class;
            case MONEY, USAGE -> BigDecimal.class;
            default -> throw new AssertionError(column + " has a type that this test does not know");
        };
        assertThat(value).as(column.name()).isInstanceOf(type);
    }
}
