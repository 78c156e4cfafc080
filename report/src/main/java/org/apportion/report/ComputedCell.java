package org.apportion.report;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.apportion.allocate.UnitsAndRest;
import org.apportion.report.Division.Leaf;
import org.apportion.report.Division.Path;

/**
 * A cell split again in plain Java.
 *
 * @param pieces what records brought into it, in order of record id
 * @param parts part of the rule to who receives it and how they were found
 * @param division all parts together
 */
record ComputedCell(CellWindow window, List<Piece> pieces, Map<Integer, TierSearch.Found> parts, Division division) {

    /** What one record brought. */
    record Piece(CostItem record, UnitsAndRest cost) {}

    /** Sum of the pieces, the rests carried into the units. */
    UnitsAndRest total() {
        return exact().carried();
    }

    /** Sum of the pieces before the carry. */
    UnitsAndRest exact() {
        return pieces.stream().map(Piece::cost).reduce(UnitsAndRest.ZERO, UnitsAndRest::plus);
    }

    /** What the leaf receives. */
    UnitsAndRest share(Path path) {
        UnitsAndRest all = total();
        return new UnitsAndRest(path.units(all.units()), isLast(path.leaf()) ? all.rest() : BigInteger.ZERO);
    }

    /** What one record owes to the leaf: the difference between splitting the records up to it and those before it. */
    UnitsAndRest shareOf(Piece piece, Path path) {
        BigInteger before = BigInteger.ZERO;
        for (Piece other : pieces) {
            if (other.equals(piece)) {
                break;
            }
            before = before.add(other.cost().units());
        }
        return shareOf(before, piece, path);
    }

    /** @param before units of the pieces of earlier records */
    UnitsAndRest shareOf(BigInteger before, Piece piece, Path path) {
        BigInteger units = path.units(before.add(piece.cost().units())).subtract(path.units(before));
        return new UnitsAndRest(units, isLast(path.leaf()) ? piece.cost().rest() : BigInteger.ZERO);
    }

    private boolean isLast(Leaf leaf) {
        return division.last().equals(leaf);
    }
}
