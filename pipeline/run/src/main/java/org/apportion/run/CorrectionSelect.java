package org.apportion.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.lake.FocusCorrections;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * Corrections of closed months for a FOCUS bundle: the rows of {@link FocusCorrections} with all four costs in place of the
 * amount, and the rests of {@link CorrectedCosts}, which no unit pays: {@code x_Correction} is then {@code records-} and the group
 * of records, the day the first of these records.
 */
final class CorrectionSelect {
    private static final List<String> OWN = List.of(
            "x_OriginMonth",
            "x_Cause",
            "x_Deliveries",
            "unit",
            "consumer_kind",
            "consumer",
            "unallocated",
            "rule",
            "rule_version",
            "part",
            "tier",
            "method");

    private final Engine engine;
    private final Dialect dialect;
    private final BillingMonth booking;

    CorrectionSelect(Engine engine, BillingMonth booking) {
        this.engine = engine;
        this.dialect = engine.dialect();
        this.booking = booking;
    }

    /**
     * The select; empty if nothing is corrected.
     *
     * @param corrected closed months that have corrections here
     * @param corrections table expression with the columns of {@code correction}
     * @param groups table expression with their record groups
     */
    Optional<String> rows(
            CorrectedCosts costs,
            FocusCorrections.Style style,
            Set<BillingMonth> corrected,
            String corrections,
            String groups) {
        boolean hasRests = costs.load(corrected, corrections, groups);
        List<String> selects = new ArrayList<>();
        if (!corrected.isEmpty()) {
            selects.add(shares(FocusCorrections.select(dialect, style, corrections, groups)));
        }
        if (hasRests) {
            selects.add(rests());
        }
        return selects.isEmpty() ? Optional.empty() : Optional.of(String.join(" UNION ALL ", selects));
    }

    private String shares(String rows) {
        String costs = CorrectedCosts.COSTS.stream()
                .map(cost -> "CASE f.x_CorrectionStep WHEN 'difference' THEN k.after_" + cost + " - k.before_" + cost
                        + " WHEN 'reversal' THEN -k.before_" + cost + " ELSE k.after_" + cost + " END AS "
                        + dialect.name(cost))
                .collect(Collectors.joining(", "));
        return "SELECT " + periods("f.") + columns("f.") + ", " + costs
                + ", CAST(f.x_Correction AS " + dialect.type(ColumnType.STRING)
                + ") AS x_Correction, f.x_CorrectionStep, " + prefixed("f.", OWN) + " FROM (" + rows
                + ") AS f JOIN " + CorrectedCosts.SHARES + " AS k ON k.correction = f.x_Correction";
    }

    private String periods(String row) {
        return prefixed(row, List.of("BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"))
                + ", ";
    }

    private String columns(String row) {
        return prefixed(row, groupColumns().toList());
    }

    private String rests() {
        String text = dialect.type(ColumnType.STRING);
        String dimensions = groupColumns()
                .map(id -> switch (id) {
                    case "ChargeClass" -> "'Correction' AS " + dialect.name(id);
                    case "InvoiceId" -> "CAST(NULL AS " + text + ") AS " + dialect.name(id);
                    default -> "min(d." + dialect.name(id) + ") AS " + dialect.name(id);
                })
                .collect(Collectors.joining(", "));
        String costs = CorrectedCosts.COSTS.stream()
                .map(cost -> "min(r." + dialect.name(cost) + ") AS " + dialect.name(cost))
                .collect(Collectors.joining(", "));
        String day = "min(CAST(d." + dialect.name("ChargePeriodStart") + " AS " + dialect.type(ColumnType.DATE) + "))";
        String time = dialect.type(ColumnType.TIMESTAMP);
        String nothing = OWN.stream().skip(2).map(column -> "NULL AS " + column).collect(Collectors.joining(", "));
        return "SELECT " + dialect.timestamp(booking.start()) + " AS " + dialect.name("BillingPeriodStart") + ", "
                + dialect.timestamp(booking.end()) + " AS " + dialect.name("BillingPeriodEnd") + ", CAST(" + day
                + " AS "
                + time + ") AS " + dialect.name("ChargePeriodStart") + ", CAST(" + day + " + INTERVAL '1' DAY AS "
                + time
                + ") AS " + dialect.name("ChargePeriodEnd") + ", " + dimensions + ", " + costs
                + ", 'records-' || CAST(r.group_id AS " + text + ") AS x_Correction, 'difference' AS x_CorrectionStep,"
                + " r.origin_month AS x_OriginMonth, 'delivery' AS x_Cause, " + nothing + " FROM "
                + CorrectedCosts.RESTS + " AS r JOIN " + CorrectedCosts.RECORDS
                + " AS d ON d.x_GroupId = r.group_id GROUP BY r.group_id, r.origin_month";
    }

    private static Stream<String> groupColumns() {
        return GroupColumn.ids().stream().filter(id -> !id.equals(GroupColumn.X_BILLING_MONTH.id()));
    }

    private String prefixed(String row, List<String> columns) {
        return columns.stream().map(column -> row + dialect.name(column)).collect(Collectors.joining(", "));
    }
}
