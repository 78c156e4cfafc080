package org.apportion.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A cell, what records brought into it and who receives it.
 *
 * @param pieces at least one, in order of record id
 */
public record AllocatedCell(Cell cell, List<Piece> pieces, Division division) {
    public AllocatedCell {
        pieces = pieces.stream()
                .sorted(Comparator.comparingLong(Piece::recordId))
                .toList();
    }

    /** Units of all pieces and the carry of their rests. */
    public BigInteger units() {
        return sum(Piece::units).add(ExactSplit.carryOf(sum(Piece::rest)));
    }

    /** What is left below a unit, 0 to 999,999 in 1e-18. */
    public BigInteger rest() {
        return ExactSplit.withoutCarry(sum(Piece::rest));
    }

    /** What each leaf receives, in kernel order. The rest rides on the last. */
    public List<LeafShare> shares() {
        List<Division.Leaf> leaves = division.leaves();
        List<BigInteger> units = division.split(units());
        List<LeafShare> shares = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            shares.add(new LeafShare(leaves.get(i), units.get(i), i == leaves.size() - 1 ? rest() : BigInteger.ZERO));
        }
        return shares;
    }

    /**
     * What each record owes to each leaf: the difference between splitting the first j records and the first j - 1. This is the
     * mixed difference of the page, once per level of the division.
     */
    public List<RecordShare> recordShares() {
        List<Division.Leaf> leaves = division.leaves();
        List<RecordShare> shares = new ArrayList<>();
        BigInteger cumulativeUnits = BigInteger.ZERO;
        List<BigInteger> before = division.split(cumulativeUnits);
        for (Piece piece : pieces) {
            cumulativeUnits = cumulativeUnits.add(piece.units());
            List<BigInteger> after = division.split(cumulativeUnits);
            for (int i = 0; i < leaves.size(); i++) {
                BigInteger rest = i == leaves.size() - 1 ? piece.rest() : BigInteger.ZERO;
                shares.add(new RecordShare(
                        piece.recordId(), cell, leaves.get(i), after.get(i).subtract(before.get(i)), rest));
            }
            before = after;
        }
        return shares;
    }

    private BigInteger sum(Function<Piece, BigInteger> part) {
        return pieces.stream().map(part).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /**
     * What one leaf receives.
     *
     * @param rest in 1e-18, below a unit
     */
    public record LeafShare(Division.Leaf leaf, BigInteger units, BigInteger rest) {}
}
