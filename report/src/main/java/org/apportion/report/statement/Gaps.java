package org.apportion.report.statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.report.ReportTable;
import org.apportion.report.statement.Statement.Gap;
import org.apportion.report.statement.Statement.Ranked;
import org.apportion.report.statement.Statement.Unallocated;
import org.jspecify.annotations.Nullable;

/** What reached no unit, with what would mend it, taken from the report of the unallocated. */
final class Gaps {
    private static final String UNALLOCATED = "(unallocated)";

    private final ReportTable table;
    private final TableCells cells;

    Gaps(ReportTable table) {
        this.table = table;
        this.cells = new TableCells(table);
    }

    /**
     * Empty if everything in the currency has an owner.
     *
     * @param units the ranking of the page, whose row of what has no unit says the sum
     */
    Optional<Unallocated> of(String currency, Optional<Ranked> units) {
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
        List<BigDecimal> exact = gaps.stream().map(Gap::amount).toList();
        BigDecimal sum = exact.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal total = units.flatMap(ranked -> ranked.amountOf(UNALLOCATED)).orElse(Rounding.round(sum, currency));
        List<BigDecimal> rounded = Rounding.to(total, currency, exact);
        List<Gap> rows = new ArrayList<>();
        for (int i = 0; i < gaps.size(); i++) {
            rows.add(gaps.get(i).of(rounded.get(i)));
        }
        BigDecimal shown = rounded.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return gaps.isEmpty() ? Optional.empty() : Optional.of(new Unallocated(shown, rows));
    }
}
