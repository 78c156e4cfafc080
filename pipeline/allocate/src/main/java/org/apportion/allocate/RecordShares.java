package org.apportion.allocate;

import java.util.List;
import org.apportion.model.CostBasis;
import org.apportion.model.rule.AllocationRule;
import org.apportion.spi.Dialect;

/**
 * What each record owes to each consumer, as SQL over the session in which an {@link AllocationPlan} has run. The cost that was
 * charged follows by the mixed difference of {@code docs/explanation/how-cost-is-split.md}; other costs and quantities of the
 * record are split by the same weights, each by itself, so that every column sums to the record to its last digit.
 *
 * @param steps statements to run in order
 * @param shares one row per record, consumer, tier and booking day: {@code x_RecordId}, {@code part}, {@code tier},
 *     {@code method}, {@code reason} (null where a consumer was found), {@code consumer_kind}, {@code consumer}, {@code day} (DATE),
 *     {@code rule} and {@code rule_version} (null without a rule), {@code is_whole} (1 where the row is the whole record: then the
 *     measures are null, as the record has them), {@code ratio} (eighteen decimals, sums to 1 per record), then each measure by its
 *     name, null where the record has none
 */
public record RecordShares(List<PlanStep> steps, String shares) {

    public RecordShares {
        steps = List.copyOf(steps);
    }

    /**
     * Writes the queries.
     *
     * @param rules those of the plan that has run
     * @param basis the cost that was charged
     * @param inputs those of the plan
     * @param measures what to split; one of them the cost that was charged
     */
    public static RecordShares of(
            List<AllocationRule> rules, CostBasis basis, Dialect dialect, PlanInputs inputs, List<Measure> measures) {
        RuleBook book = new RuleBook(rules);
        Sql sql = new Sql(dialect);
        RecordSteps steps = new RecordSteps(book, sql, inputs, basis, measures);
        return new RecordShares(steps.steps(), steps.shares());
    }

    /**
     * An exact number of a record.
     *
     * @param name column of the record and of the result, DECIMAL(38,18)
     * @param grain SQL over the record {@code c}: how many units of 1e-12 each share is a multiple of (a power of ten, BIGINT);
     *     what the record has below that goes to the last entry, as the rest does. 1 for costs
     */
    public record Measure(String name, String grain) {
        public static Measure cost(String name) {
            return new Measure(name, "1");
        }
    }
}
