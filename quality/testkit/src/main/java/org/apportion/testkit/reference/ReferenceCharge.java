package org.apportion.testkit.reference;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import org.apportion.model.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code charge}, with its record group in full.
 *
 * @param day UTC day in which the cost arose
 * @param part index of the rule's part, from 0
 * @param tier index of the tier that found the consumers, from 0; the number of tiers where the resource took it
 * @param reason null if a consumer was found
 * @param amount in the billing currency of the group, 18 decimals, never zero
 */
public record ReferenceCharge(
        String billingMonth,
        RecordGroup group,
        LocalDate day,
        int part,
        int tier,
        String method,
        Consumer consumer,
        @Nullable String costType,
        @Nullable String reason,
        BigDecimal amount) {

    /** The order of the stored table. */
    static final Comparator<ReferenceCharge> ORDER = Comparator.comparingLong(ReferenceCharge::recordGroup)
            .thenComparing(ReferenceCharge::day)
            .thenComparingInt(ReferenceCharge::part)
            .thenComparingInt(ReferenceCharge::tier)
            .thenComparing(ReferenceCharge::consumer);

    public long recordGroup() {
        return group.id();
    }

    /** One line of text to compare with what an engine wrote: columns of the table, separated by a vertical bar. */
    public String toLine() {
        return String.join(
                "|",
                billingMonth,
                Long.toString(recordGroup()),
                day.toString(),
                Integer.toString(part),
                Integer.toString(tier),
                method,
                consumer.kind().text(),
                consumer.name(),
                String.valueOf(costType),
                String.valueOf(reason),
                amount.setScale(18).toPlainString());
    }
}
