package org.apportion.testkit.reference;

import java.util.List;
import java.util.stream.Stream;

/**
 * The result of an allocation.
 *
 * @param charges in the order of the stored table
 * @param cells every cell with its division, in the order in which they were made
 */
public record Allocation(List<ReferenceCharge> charges, List<AllocatedCell> cells) {
    public Allocation {
        charges = List.copyOf(charges);
        cells = List.copyOf(cells);
    }

    /** What each record owes, computed on the way; large. */
    public Stream<RecordShare> recordShares() {
        return cells.stream().flatMap(cell -> cell.recordShares().stream());
    }
}
