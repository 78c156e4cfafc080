package org.apportion.report.statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.report.ReportTable;
import org.apportion.report.statement.Statement.Gap;
import org.apportion.report.statement.Statement.Unallocated;
import org.jspecify.annotations.Nullable;

/** What reached no unit, with what would mend it, taken from the report of the unallocated. */
final class Gaps {
    private final ReportTable table;
    private final TableCells cells;

    Gaps(ReportTable table) {
        this.table = table;
        this.cells = new TableCells(table);
    }

    /** Empty if everything in the currency has an owner. */
    Optional<Unallocated> of(String currency) {
        List<Gap> gaps = new ArrayList<>();
        for (List<@Nullable Object> row : table.rows()) {
            if (currency.equals(cells.cell(row, "currency"))) {
                gaps.add(new Gap(
                        cells.text(row, "reason"),
                        Stream.of(cells.text(row, "service"), cells.text(row, "account"), cells.text(row, "consumer"))
                                .filter(part -> !part.isEmpty())
                                .collect(Collectors.joining(", ")),
                        cells.number(row, "amount"),
                        Optional.ofNullable((String) cells.cell(row, "fix"))));
            }
        }
        BigDecimal sum = gaps.stream().map(Gap::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        return gaps.isEmpty() ? Optional.empty() : Optional.of(new Unallocated(sum, gaps));
    }
}
