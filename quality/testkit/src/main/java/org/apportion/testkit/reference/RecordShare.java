package org.apportion.testkit.reference;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What one record owes to one leaf of one cell. Not stored by a run, because it follows from the cell.
 *
 * @param units whole units of 1e-12, by the mixed difference
 * @param rest what the record has below a unit, in 1e-18; zero except on the last leaf of its last window
 */
public record RecordShare(long recordId, Cell cell, Division.Leaf leaf, BigInteger units, BigInteger rest) {

    public BigDecimal amount() {
        return ExactSplit.amountOf(units, rest);
    }
}
