package org.apportion.report.statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    Gaps(ReportTable table) {
        this.table = table;
    }

    /** Empty if everything in the currency has an owner. */
    Optional<Unallocated> of(String currency) {
        List<Gap> gaps = new ArrayList<>();
        for (List<@Nullable Object> row : table.rows()) {
            if (currency.equals(cell(row, "currency"))) {
                gaps.add(new Gap(
                        text(row, "reason"),
                        Stream.of(text(row, "service"), text(row, "account"), text(row, "consumer"))
                                .filter(part -> !part.isEmpty())
                                .collect(Collectors.joining(", ")),
                        (BigDecimal) Objects.requireNonNull(cell(row, "amount")),
                        Optional.ofNullable((String) cell(row, "fix"))));
            }
        }
        BigDecimal sum = gaps.stream().map(Gap::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        return gaps.isEmpty() ? Optional.empty() : Optional.of(new Unallocated(sum, gaps));
    }

    private String text(List<@Nullable Object> row, String column) {
        return Objects.toString(cell(row, column), "");
    }

    private @Nullable Object cell(List<@Nullable Object> row, String column) {
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).name().equals(column)) {
                return row.get(i);
            }
        }
        throw new IllegalStateException("the report of the unallocated has no column " + column);
    }
}
