package org.apportion.report.statement;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apportion.report.ReportTable;
import org.jspecify.annotations.Nullable;

/** Cells of an answer by the name of their column. */
record TableCells(ReportTable table) {

    /** Empty text where there is nothing. */
    String text(List<@Nullable Object> row, String column) {
        return Objects.toString(cell(row, column), "");
    }

    BigDecimal number(List<@Nullable Object> row, String column) {
        return (BigDecimal) Objects.requireNonNull(cell(row, column));
    }

    Optional<BigDecimal> numberIfAny(List<@Nullable Object> row, String column) {
        return Optional.ofNullable((BigDecimal) cell(row, column));
    }

    @Nullable
    Object cell(List<@Nullable Object> row, String column) {
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).name().equals(column)) {
                return row.get(i);
            }
        }
        throw new IllegalStateException("'" + table.title() + "' has no column " + column);
    }
}
