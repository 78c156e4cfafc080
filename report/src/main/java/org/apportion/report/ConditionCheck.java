package org.apportion.report;

import java.util.Map;
import org.apportion.model.CodePointOrder;
import org.apportion.model.rule.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Tells in plain Java whether a group meets a rule's condition. A missing column or tag reads as empty text.
 *
 * @param columns group columns by id, absent where null
 * @param tags resolved tags by key
 */
record ConditionCheck(Map<String, String> columns, Map<String, String> tags) {

    boolean holds(Condition condition) {
        if (condition instanceof Condition.And and) {
            return and.conditions().stream().allMatch(this::holds);
        }
        if (condition instanceof Condition.Or or) {
            return or.conditions().stream().anyMatch(this::holds);
        }
        if (condition instanceof Condition.Not not) {
            return !holds(not.condition());
        }
        if (condition instanceof Condition.Compare compare) {
            return holds(compare);
        }
        if (condition instanceof Condition.In in) {
            return in.values().contains(text(in.operand()));
        }
        return condition instanceof Condition.Has has
                ? value(has.operand()) != null
                : condition instanceof Condition.Always;
    }

    private boolean holds(Condition.Compare compare) {
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

    private String text(Condition.Operand operand) {
        String value = value(operand);
        return value == null ? "" : value;
    }

    private @Nullable String value(Condition.Operand operand) {
        return operand instanceof Condition.Operand.ColumnValue column
                ? columns.get(column.column())
                : tags.get(((Condition.Operand.TagValue) operand).key());
    }
}
