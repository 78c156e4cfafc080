package org.apportion.report;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apportion.allocate.Split;
import org.apportion.model.Consumer;

/**
 * Who receives a cell: a tree whose branches are weighted and whose leaves are consumers. A cell with two parts, the second by a
 * mix of two metrics, is split over two branches, then two, then consumers; each split rounds by itself.
 */
sealed interface Division {

    /** Leaves that meet the condition, each with the way to it. */
    List<Path> paths(Predicate<Leaf> condition);

    /** The leaf on which the rest below a unit rides. */
    Leaf last();

    int leaves();

    /**
     * Who receives, and on which day it is booked.
     *
     * @param part index of the rule's part
     * @param tier index of the tier that found the consumer
     * @param number tells leaves of one consumer apart
     */
    record Leaf(Consumer consumer, LocalDate day, int part, int tier, long number) implements Division {
        @Override
        public List<Path> paths(Predicate<Leaf> condition) {
            return condition.test(this) ? List.of(new Path(this, List.of())) : List.of();
        }

        @Override
        public Leaf last() {
            return this;
        }

        @Override
        public int leaves() {
            return 1;
        }
    }

    /**
     * One of the ways of a split.
     *
     * @param name what stands at the branch: a part, a metric, an hour and consumer
     * @param weight above zero
     */
    record Branch(String name, BigInteger weight, Division content) {}

    /** A split over at least one branch, in kernel order. */
    record Branches(List<Branch> branches, Split split) implements Division {

        /** Leaves branches without weight out; the rest must not be empty. */
        static Branches of(List<Branch> all) {
            List<Branch> weighty =
                    all.stream().filter(branch -> branch.weight().signum() > 0).toList();
            return new Branches(
                    weighty,
                    Split.ofWeights(weighty.stream().map(Branch::weight).toList()));
        }

        @Override
        public List<Path> paths(Predicate<Leaf> condition) {
            List<Path> paths = new ArrayList<>();
            for (int i = 0; i < branches.size(); i++) {
                for (Path path : branches.get(i).content().paths(condition)) {
                    List<Step> steps = new ArrayList<>();
                    steps.add(new Step(this, i));
                    steps.addAll(path.steps());
                    paths.add(new Path(path.leaf(), steps));
                }
            }
            return paths;
        }

        @Override
        public Leaf last() {
            return branches.get(branches.size() - 1).content().last();
        }

        @Override
        public int leaves() {
            return branches.stream()
                    .mapToInt(branch -> branch.content().leaves())
                    .sum();
        }
    }

    /** One split on the way to a leaf. */
    record Step(Branches at, int entry) {
        Branch branch() {
            return at.branches().get(entry);
        }

        BigInteger part(BigInteger units) {
            return at.split().part(units, entry);
        }
    }

    /** The way from a cell to one of its leaves. */
    record Path(Leaf leaf, List<Step> steps) {

        /** What reaches the leaf when so many units are split. */
        BigInteger units(BigInteger units) {
            BigInteger rest = units;
            for (Step step : steps) {
                rest = step.part(rest);
            }
            return rest;
        }
    }
}
