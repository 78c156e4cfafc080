package org.apportion.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Usage of one UTC day, summed by who pays. Several totals may agree in everything; they are added.
 *
 * @param unit organization unit of the consumer on that day; null while it has none
 * @param account sub-account id, where the usage has one
 * @param service service name, where the usage has one
 * @param quantity never negative, at most nine decimals
 * @param usageUnit unit of the quantity as delivered; null if the samples do not say
 */
public record UsageTotal(
        LocalDate day,
        String metric,
        @Nullable String unit,
        @Nullable String account,
        @Nullable String service,
        BigDecimal quantity,
        @Nullable String usageUnit) {}
