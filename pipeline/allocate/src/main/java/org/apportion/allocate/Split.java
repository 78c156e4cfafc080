package org.apportion.allocate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The exact split in plain Java, for explanations: {@code F(U, a) = floor(U * a / tw)} over running weights. The
 * parts sum to {@code U}; each is less than one unit from its exact share. Example: 10 units over weights 1, 1, 1
 * give 3, 3, 4.
 *
 * <p>Source: {@code docs/explanation/how-cost-is-split.md}. Numbers have no bound.
 *
 * @param running running sums of the weights in kernel order, never falling; entries of weight zero receive nothing
 */
public record Split(List<BigInteger> running) {

    /** @throws IllegalArgumentException if there is no weight above zero, or one below */
    public Split {
        running = List.copyOf(running);
        BigInteger before = BigInteger.ZERO;
        for (BigInteger sum : running) {
            if (sum.compareTo(before) < 0) {
                throw new IllegalArgumentException("a weight is negative: " + before + " falls to " + sum);
            }
            before = sum;
        }
        if (before.signum() == 0) {
            throw new IllegalArgumentException("no weight is above zero");
        }
    }

    public static Split ofWeights(List<BigInteger> weights) {
        List<BigInteger> running = new ArrayList<>();
        BigInteger sum = BigInteger.ZERO;
        for (BigInteger weight : weights) {
            sum = sum.add(weight);
            running.add(sum);
        }
        return new Split(running);
    }

    public BigInteger total() {
        return running.get(running.size() - 1);
    }

    /** The last entry with a weight; the rest below a unit rides on it. */
    public int last() {
        return running.indexOf(total());
    }

    /** What the entry receives of the units. */
    public BigInteger part(BigInteger units, int entry) {
        return upTo(units, entry).subtract(upTo(units, entry - 1));
    }

    public List<BigInteger> parts(BigInteger units) {
        List<BigInteger> parts = new ArrayList<>();
        for (int entry = 0; entry < running.size(); entry++) {
            parts.add(part(units, entry));
        }
        return parts;
    }

    /**
     * What one record of a cell owes to the entry: the mixed difference. Over the entries it sums to the record,
     * over the records of the cell to the entry.
     *
     * @param before units of the cell's records that come earlier by {@code x_RecordId}
     * @param record units of this record in the cell
     */
    public BigInteger partOfRecord(BigInteger before, BigInteger record, int entry) {
        return part(before.add(record), entry).subtract(part(before, entry));
    }

    /** {@code F(units, running weight up to the entry)}; 0 for the entry -1. */
    private BigInteger upTo(BigInteger units, int entry) {
        return entry < 0 ? BigInteger.ZERO : floor(units.multiply(running.get(entry)), total());
    }

    /** Rounds toward minus infinity; the divisor is above zero. */
    static BigInteger floor(BigInteger value, BigInteger divisor) {
        BigInteger[] result = value.divideAndRemainder(divisor);
        return result[1].signum() < 0 ? result[0].subtract(BigInteger.ONE) : result[0];
    }
}
