package org.apportion.testkit.reference;

import org.apportion.model.CodePointOrder;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Condition.And;
import org.apportion.model.rule.Condition.Compare;
import org.apportion.model.rule.Condition.Has;
import org.apportion.model.rule.Condition.In;
import org.apportion.model.rule.Condition.Not;
import org.apportion.model.rule.Condition.Operand;
import org.apportion.model.rule.Condition.Or;
import org.jspecify.annotations.Nullable;

/** Evaluates a condition over the columns and resolved tags of one record; the oracle for conditions rendered as SQL. */
public final class ConditionEvaluator {
    private final Lookup columns;
    private final Lookup tags;

    /**
     * @param columns value of a group column by its id
     * @param tags value of a resolved tag by its key
     */
    public ConditionEvaluator(Lookup columns, Lookup tags) {
        this.columns = columns;
        this.tags = tags;
    }

    public boolean holds(Condition condition) {
        if (condition instanceof And and) {
            return and.conditions().stream().allMatch(this::holds);
        }
        if (condition instanceof Or or) {
            return or.conditions().stream().anyMatch(this::holds);
        }
        if (condition instanceof Not not) {
            return !holds(not.condition());
        }
        if (condition instanceof Compare compare) {
            return holds(compare);
        }
        if (condition instanceof In in) {
            return in.values().contains(text(in.operand()));
        }
        if (condition instanceof Has has) {
            return value(has.operand()) != null;
        }
        return condition instanceof Condition.Always;
    }

    private boolean holds(Compare compare) {
        String text = text(compare.operand());
        String other = compare.value();
        int order = CodePointOrder.INSTANCE.compare(text, other);
        return switch (compare.operator()) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case STARTS_WITH -> text.startsWith(other);
            case ENDS_WITH -> text.endsWith(other);
            case CONTAINS -> text.contains(other);
        };
    }

    private String text(Operand operand) {
        String value = value(operand);
        return value == null ? "" : value;
    }

    private @Nullable String value(Operand operand) {
        if (operand instanceof Operand.ColumnValue column) {
            return columns.find(column.column());
        }
        return tags.find(((Operand.TagValue) operand).key());
    }

    /** Finds a text by its name; null if missing. */
    @FunctionalInterface
    public interface Lookup {
        @Nullable
        String find(String name);
    }
}
