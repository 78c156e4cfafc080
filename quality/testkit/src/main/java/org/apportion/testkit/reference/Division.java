package org.apportion.testkit.reference;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who receives a cell: a tree whose branches are weighted and whose leaves are consumers. A cell with two parts, the second by
 * a mix of two metrics, is split over two branches, then two, then consumers; each split rounds by itself.
 */
public sealed interface Division {

    /** The units of each leaf, in order, when that many are split. */
    List<BigInteger> split(BigInteger units);

    List<Leaf> leaves();

    /**
     * The end of the tree: who receives, and where it is booked.
     *
     * @param reason null if a consumer was found
     */
    record Leaf(
            Consumer consumer,
            LocalDate day,
            int part,
            int tier,
            String method,
            @Nullable String costType,
            @Nullable String reason)
            implements Division {
        @Override
        public List<BigInteger> split(BigInteger units) {
            return List.of(units);
        }

        @Override
        public List<Leaf> leaves() {
            return List.of(this);
        }
    }

    /**
     * A weighted branch of a division.
     *
     * @param weight above zero
     */
    record Branch(BigInteger weight, Division content) {}

    /** A split over at least one branch. */
    record Branches(List<Branch> branches) implements Division {
        public Branches {
            branches = branches.stream()
                    .filter(branch -> branch.weight().signum() != 0)
                    .toList();
            if (branches.isEmpty()) {
                throw new IllegalArgumentException("nobody has a weight above zero");
            }
        }

        @Override
        public List<BigInteger> split(BigInteger units) {
            List<BigInteger> parts = ExactSplit.split(
                    units, branches.stream().map(Branch::weight).toList());
            List<BigInteger> all = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                all.addAll(branches.get(i).content().split(parts.get(i)));
            }
            return all;
        }

        @Override
        public List<Leaf> leaves() {
            return branches.stream()
                    .flatMap(branch -> branch.content().leaves().stream())
                    .toList();
        }
    }
}
