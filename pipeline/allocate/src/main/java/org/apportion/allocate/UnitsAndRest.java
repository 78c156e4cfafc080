package org.apportion.allocate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A cost as the kernel sees it: whole units of 1e-12 (floored) and the rest below a unit, counted in 1e-18.
 * Example: -0.5e-12 is -1 unit and a rest of 500,000.
 *
 * @param rest above or equal to zero; of one cost, and of a cell after {@link #carried}, below 1,000,000
 */
public record UnitsAndRest(BigInteger units, BigInteger rest) {
    private static final BigInteger RESTS_PER_UNIT = BigInteger.valueOf(1_000_000);

    public static final UnitsAndRest ZERO = new UnitsAndRest(BigInteger.ZERO, BigInteger.ZERO);

    /**
     * The units and the rest of a cost.
     *
     * @throws ArithmeticException if the cost has more than 18 decimals
     */
    public static UnitsAndRest of(BigDecimal cost) {
        BigInteger units =
                cost.movePointRight(12).setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
        BigInteger fine = cost.movePointRight(18).toBigIntegerExact();
        return new UnitsAndRest(units, fine.subtract(units.multiply(RESTS_PER_UNIT)));
    }

    public UnitsAndRest plus(UnitsAndRest other) {
        return new UnitsAndRest(units.add(other.units), rest.add(other.rest));
    }

    /** The same amount with the rest brought below one unit: done once per cell, after its records are summed. */
    public UnitsAndRest carried() {
        BigInteger[] carry = rest.divideAndRemainder(RESTS_PER_UNIT);
        return new UnitsAndRest(units.add(carry[0]), carry[1]);
    }

    /**
     * The piece that falls between two moments of a record: {@code floor(U*t1/S) - floor(U*t0/S)}; the rest goes to
     * the piece that ends with the record.
     *
     * @param from seconds since the record's start
     * @param to seconds since the record's start, at most {@code seconds}
     * @param seconds length of the record, above zero
     */
    public UnitsAndRest between(long from, long to, long seconds) {
        BigInteger length = BigInteger.valueOf(seconds);
        BigInteger until = Split.floor(units.multiply(BigInteger.valueOf(to)), length);
        BigInteger before = Split.floor(units.multiply(BigInteger.valueOf(from)), length);
        return new UnitsAndRest(until.subtract(before), to == seconds ? rest : BigInteger.ZERO);
    }

    public BigDecimal amount() {
        return new BigDecimal(units.multiply(RESTS_PER_UNIT).add(rest), 18);
    }
}
