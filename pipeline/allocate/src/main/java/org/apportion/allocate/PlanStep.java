package org.apportion.allocate;

import org.apportion.model.ApportionException;

/** One statement of a plan. Steps run in order in one engine session. */
public sealed interface PlanStep {

    /** Short name, such as {@code cell}. */
    String name();

    String sql();

    /** One line for people who read the plan. */
    String meaning();

    /** A statement to execute. */
    record Build(String name, String sql, String meaning) implements PlanStep {}

    /** A query that must answer no row; its first column says where it does. */
    record Check(String name, String sql, String meaning, AllocateError code, String nextStep) implements PlanStep {

        /** The failure to throw when the query answers, with the first column of its first row. */
        public ApportionException failure(String where) {
            return new ApportionException(code, where, meaning + ".", nextStep);
        }
    }
}
