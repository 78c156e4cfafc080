package org.apportion.testkit.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Condition.Compare;
import org.apportion.model.rule.Condition.Operand;
import org.apportion.model.rule.Condition.Operator;
import org.junit.jupiter.api.Test;

class ConditionEvaluatorTest {
    private static final Operand SERVICE = new Operand.ColumnValue("ServiceName");
    private static final Operand TEAM = new Operand.TagValue("team");
    private static final Operand ENV = new Operand.TagValue("env");

    private final ConditionEvaluator evaluator =
            new ConditionEvaluator(Map.of("ServiceName", "a_b%")::get, Map.of("team", "")::get);

    @Test
    void aMissingTagReadsAsEmptyText() {
        assertThat(evaluator.holds(new Compare(ENV, Operator.EQUAL, ""))).isTrue();
        assertThat(evaluator.holds(new Compare(ENV, Operator.NOT_EQUAL, "x"))).isTrue();
        assertThat(evaluator.holds(new Condition.In(ENV, List.of("x", "")))).isTrue();
    }

    @Test
    void hasTellsEmptyAndMissingApart() {
        assertThat(evaluator.holds(new Condition.Has(TEAM))).isTrue();
        assertThat(evaluator.holds(new Condition.Has(ENV))).isFalse();
    }

    @Test
    void percentAndUnderscoreAreOrdinaryCharacters() {
        assertThat(evaluator.holds(new Compare(SERVICE, Operator.CONTAINS, "_b%")))
                .isTrue();
        assertThat(evaluator.holds(new Compare(SERVICE, Operator.STARTS_WITH, "a%")))
                .isFalse();
        assertThat(evaluator.holds(new Compare(SERVICE, Operator.ENDS_WITH, "%")))
                .isTrue();
    }

    @Test
    void textsAreOrderedByCodePoint() {
        // U+1F600 is above U+FF5E, though its first UTF-16 unit is below
        ConditionEvaluator emoji = new ConditionEvaluator(Map.of("ServiceName", "😀")::get, name -> null);
        assertThat(emoji.holds(new Compare(SERVICE, Operator.GREATER, "\uFF5E")))
                .isTrue();
    }

    @Test
    void nothingAndedHoldsAndNothingOredDoesNot() {
        assertThat(evaluator.holds(new Condition.And(List.of()))).isTrue();
        assertThat(evaluator.holds(new Condition.Or(List.of()))).isFalse();
        assertThat(evaluator.holds(new Condition.Not(new Condition.Always()))).isFalse();
    }
}
