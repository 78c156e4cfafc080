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
 * of records, the day the first of these records. The billing period is that of the source's own records of the booking month, since
 * months of a provider may begin at another hour than those of UTC.
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
    private final String cost;

    /** @param cost table expression of the records of the month that books */
    CorrectionSelect(Engine engine, BillingMonth booking, String cost) {
        this.engine = engine;
        this.dialect = engine.dialect();
        this.booking = booking;
        this.cost = cost;
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
        return "SELECT coalesce(b.period_start, f." + dialect.name("BillingPeriodStart") + ") AS "
                + dialect.name("BillingPeriodStart") + ", coalesce(b.period_end, f." + dialect.name("BillingPeriodEnd")
                + ") AS " + dialect.name("BillingPeriodEnd") + ", "
                + prefixed("f.", List.of("ChargePeriodStart", "ChargePeriodEnd")) + ", " + columns("f.") + ", " + costs
                + ", CAST(f.x_Correction AS " + dialect.type(ColumnType.STRING)
                + ") AS x_Correction, f.x_CorrectionStep, " + prefixed("f.", OWN) + " FROM (" + rows
                + ") AS f JOIN " + CorrectedCosts.SHARES + " AS k ON k.correction = f.x_Correction LEFT JOIN "
                + periods()
                + " AS b ON b.source = f.x_Source";
    }

    /** The first period of each source in the booking month; a source without records has none. */
    private String periods() {
        String period = dialect.name("BillingPeriodStart") + ", " + dialect.name("BillingPeriodEnd");
        return "(SELECT x_Source AS source, " + dialect.name("BillingPeriodStart") + " AS period_start, "
                + dialect.name("BillingPeriodEnd")
                + " AS period_end FROM (SELECT *, row_number() OVER (PARTITION BY x_Source"
                + " ORDER BY " + period + ") AS n FROM (SELECT DISTINCT x_Source, " + period + " FROM " + cost
                + " AS c) AS d) AS e WHERE n = 1)";
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
        String nothing = OWN.stream()
                .skip(2)
                .map(column -> "CAST(NULL AS " + text + ") AS " + column)
                .collect(Collectors.joining(", "));
        return "SELECT coalesce(min(b.period_start), " + dialect.timestamp(booking.start()) + ") AS "
                + dialect.name("BillingPeriodStart") + ", coalesce(min(b.period_end), "
                + dialect.timestamp(booking.end()) + ") AS " + dialect.name("BillingPeriodEnd") + ", CAST(" + day
                + " AS "
                + time + ") AS " + dialect.name("ChargePeriodStart") + ", CAST(" + day + " + INTERVAL '1' DAY AS "
                + time
                + ") AS " + dialect.name("ChargePeriodEnd") + ", " + dimensions + ", " + costs
                + ", 'records-' || CAST(r.group_id AS " + text + ") AS x_Correction, 'difference' AS x_CorrectionStep,"
                + " r.origin_month AS x_OriginMonth, 'delivery' AS x_Cause, " + nothing + " FROM "
                + CorrectedCosts.RESTS + " AS r JOIN " + CorrectedCosts.RECORDS
                + " AS d ON d.x_GroupId = r.group_id LEFT JOIN " + periods()
                + " AS b ON b.source = d.x_Source GROUP BY r.group_id, r.origin_month";
    }

    private static Stream<String> groupColumns() {
        return GroupColumn.ids().stream().filter(id -> !id.equals(GroupColumn.X_BILLING_MONTH.id()));
    }

    private String prefixed(String row, List<String> columns) {
        return columns.stream().map(column -> row + dialect.name(column)).collect(Collectors.joining(", "));
    }
}
