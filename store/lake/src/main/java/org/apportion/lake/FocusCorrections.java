package org.apportion.lake;

import java.util.stream.Collectors;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;
import org.apportion.spi.Dialect;

/**
 * Corrections as FOCUS rows (attribute Correction Handling): {@code ChargeClass} is {@code Correction}, the billing period is that
 * of the booking month, the charge period the day in which the cost arose, and there is no invoice yet. The closed rows stay as
 * they were issued.
 *
 * <p>Columns: {@code BillingPeriodStart}, {@code BillingPeriodEnd}, {@code ChargePeriodStart}, {@code ChargePeriodEnd}, all group
 * columns but {@code x_BillingMonth}, {@code amount} (in the installation's cost basis), {@code x_CorrectionStep},
 * {@code x_OriginMonth}, {@code x_Cause}, {@code x_Deliveries}, {@code x_Correction}, {@code unit}, {@code consumer_kind},
 * {@code consumer}, {@code unallocated} (why no unit pays; else null), {@code rule}, {@code rule_version}, {@code part},
 * {@code tier}, {@code method}.
 */
public final class FocusCorrections {

    /** How a difference is written down. Both sum to the same. */
    public enum Style {
        /** One row with the difference. */
        LEDGER,
        /** A reversal of what was there and a new row; a side that is zero has no row. */
        ACCOUNTING
    }

    private FocusCorrections() {}

    /**
     * The select of the rows.
     *
     * @param correction table expression with the columns of {@code correction}
     * @param recordGroup table expression with the columns of {@code record_group}
     */
    public static String select(Dialect dialect, Style style, String correction, String recordGroup) {
        return switch (style) {
            case LEDGER -> rows(dialect, "difference", "c.amount", correction, recordGroup);
            case ACCOUNTING ->
                rows(dialect, "reversal", "-c.amount_before", correction, recordGroup) + " UNION ALL "
                        + rows(dialect, "replacement", "c.amount_after", correction, recordGroup);
        };
    }

    private static String rows(Dialect dialect, String step, String amount, String correction, String recordGroup) {
        String time = dialect.type(ColumnType.TIMESTAMP);
        String booked = "CAST(c.billing_month || '-01' AS " + dialect.type(ColumnType.DATE) + ")";
        String groups = GroupColumn.ids().stream()
                .filter(id -> !id.equals(GroupColumn.X_BILLING_MONTH.id()))
                .map(id -> switch (id) {
                    case "ChargeClass" -> "'Correction' AS " + dialect.name(id);
                    case "InvoiceId" -> "CAST(NULL AS " + dialect.type(ColumnType.STRING) + ") AS " + dialect.name(id);
                    default -> "g." + dialect.name(id);
                })
                .collect(Collectors.joining(", "));
        return "SELECT CAST(" + booked + " AS " + time + ") AS " + dialect.name("BillingPeriodStart") + ", CAST("
                + booked + " + INTERVAL '1' MONTH AS " + time + ") AS " + dialect.name("BillingPeriodEnd")
                + ", CAST(c.day AS " + time + ") AS " + dialect.name("ChargePeriodStart")
                + ", CAST(c.day + INTERVAL '1' DAY AS " + time + ") AS " + dialect.name("ChargePeriodEnd") + ", "
                + groups + ", " + amount + " AS amount, " + dialect.text(step)
                + " AS x_CorrectionStep, c.origin_month AS x_OriginMonth, c.cause AS x_Cause, c.deliveries AS"
                + " x_Deliveries, c.correction AS x_Correction, c.unit, c.consumer_kind, c.consumer, c.unallocated, g.rule,"
                + " g.rule_version, c.part, c.tier, c.method FROM " + correction
                + " AS c JOIN " + recordGroup
                + " AS g ON g.record_group = c.record_group AND g.billing_month = c.billing_month WHERE " + amount
                + " <> 0";
    }
}
