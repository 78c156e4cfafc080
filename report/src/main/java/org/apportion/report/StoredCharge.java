package org.apportion.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.apportion.model.BillingMonth;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.report.Division.Leaf;
import org.apportion.spi.Row;
import org.jspecify.annotations.Nullable;

/** A charge as a run wrote it. */
record StoredCharge(
        BillingMonth month,
        long recordGroup,
        LocalDate day,
        int part,
        int tier,
        String method,
        Consumer consumer,
        @Nullable String costType,
        @Nullable String reason,
        BigDecimal amount) {

    static final String COLUMNS = "c.billing_month, c.record_group, c.day, c.part, c.tier, c.method, c.consumer_kind,"
            + " c.consumer, c.cost_type, c.reason, c.amount";

    static StoredCharge of(Row row) {
        return new StoredCharge(
                BillingMonth.parse(text(row, 0)),
                row.number(1),
                Objects.requireNonNull(row.date(2)),
                Math.toIntExact(row.number(3)),
                Math.toIntExact(row.number(4)),
                text(row, 5),
                new Consumer(ConsumerKind.of(text(row, 6)), text(row, 7)),
                row.text(8),
                row.text(9),
                Objects.requireNonNull(row.decimal(10)));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.text(column));
    }

    /** The same charge with another amount. */
    StoredCharge of(BigDecimal other) {
        return new StoredCharge(month, recordGroup, day, part, tier, method, consumer, costType, reason, other);
    }

    String id() {
        return ChargeId.of(recordGroup, day, part, tier, consumer);
    }

    boolean isAt(Leaf leaf) {
        return leaf.part() == part
                && leaf.tier() == tier
                && leaf.day().equals(day)
                && leaf.consumer().equals(consumer);
    }

    /** Ways of the cell that lead to this charge. */
    List<Division.Path> paths(ComputedCell cell) {
        return cell.division().paths(this::isAt);
    }
}
