package org.apportion.ingest.delivery;

import java.math.BigDecimal;
import org.apportion.model.BillingMonth;

/**
 * What one file holds of one month, in one currency or metric. Exact, not rounded.
 *
 * @param measure currency of a bill, metric of usage
 * @param records number of cost records, or of samples as delivered
 * @param total sum of BilledCost, or of values
 * @param effective sum of EffectiveCost; zero for usage
 */
public record Contribution(BillingMonth month, String measure, long records, BigDecimal total, BigDecimal effective) {

    /** Adds another contribution to the same month and measure. */
    public Contribution plus(Contribution other) {
        if (!month.equals(other.month) || !measure.equals(other.measure)) {
            throw new IllegalArgumentException("cannot add " + other.measure + " to " + measure);
        }
        return new Contribution(
                month, measure, records + other.records, total.add(other.total), effective.add(other.effective));
    }
}
