package org.apportion.allocate;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.model.ApportionException;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Condition.Operand;
import org.apportion.model.table.GroupColumn;
import org.apportion.spi.Dialect;

/**
 * Renders a condition as SQL that is true or false, never unknown. User text appears only as literals compared in
 * whole or by {@code substring}, {@code right} and {@code contains}; {@code LIKE} is not used, so {@code %} and
 * {@code _} are plain characters. Text is compared by code point.
 */
public final class ConditionSql {
    private final Dialect dialect;
    private final String relation;
    private final Map<String, String> tagColumns;

    /**
     * @param relation alias of the relation with the group columns and tag columns
     * @param tagColumns tag key to the column that holds its resolved value, null where absent
     */
    public ConditionSql(Dialect dialect, String relation, Map<String, String> tagColumns) {
        this.dialect = dialect;
        this.relation = relation;
        this.tagColumns = Map.copyOf(tagColumns);
    }

    /**
     * Renders the condition.
     *
     * @throws ApportionException {@code ALLOCATE_COLUMN_UNKNOWN} if the condition reads a column that is no group
     *     column, or a tag without a column
     */
    public String of(Condition condition) {
        if (condition instanceof Condition.Always) {
            return "TRUE";
        } else if (condition instanceof Condition.And and) {
            return join(and.conditions(), " AND ", "TRUE");
        } else if (condition instanceof Condition.Or or) {
            return join(or.conditions(), " OR ", "FALSE");
        } else if (condition instanceof Condition.Not not) {
            return "(NOT " + of(not.condition()) + ")";
        } else if (condition instanceof Condition.Compare compare) {
            return compare(compare);
        } else if (condition instanceof Condition.In in) {
            return in(in);
        } else if (condition instanceof Condition.Has has) {
            return "(" + column(has.operand()) + " IS NOT NULL)";
        }
        throw new IllegalStateException("no SQL for " + condition);
    }

    private String join(List<Condition> conditions, String word, String ifNone) {
        if (conditions.isEmpty()) {
            return ifNone;
        }
        return conditions.stream().map(this::of).collect(Collectors.joining(word, "(", ")"));
    }

    private String compare(Condition.Compare compare) {
        String left = operand(compare.operand());
        String right = dialect.text(compare.value());
        int length = compare.value().codePointCount(0, compare.value().length());
        return switch (compare.operator()) {
            case EQUAL -> "(" + left + " = " + right + ")";
            case NOT_EQUAL -> "(" + left + " <> " + right + ")";
            case LESS -> "(" + left + " < " + right + ")";
            case LESS_OR_EQUAL -> "(" + left + " <= " + right + ")";
            case GREATER -> "(" + left + " > " + right + ")";
            case GREATER_OR_EQUAL -> "(" + left + " >= " + right + ")";
            case STARTS_WITH -> "(substring(" + left + ", 1, " + length + ") = " + right + ")";
            case ENDS_WITH -> length == 0 ? "TRUE" : "(right(" + left + ", " + length + ") = " + right + ")";
            case CONTAINS -> length == 0 ? "TRUE" : "contains(" + left + ", " + right + ")";
        };
    }

    private String in(Condition.In in) {
        if (in.values().isEmpty()) {
            return "FALSE";
        }
        return in.values().stream()
                .map(dialect::text)
                .collect(Collectors.joining(", ", "(" + operand(in.operand()) + " IN (", "))"));
    }

    private String operand(Operand operand) {
        return "coalesce(" + column(operand) + ", '')";
    }

    private String column(Operand operand) {
        if (operand instanceof Operand.ColumnValue value) {
            return relation + "." + dialect.name(groupColumn(value.column()));
        }
        String key = ((Operand.TagValue) operand).key();
        String column = tagColumns.get(key);
        if (column == null) {
            throw unknown("tag '" + key + "' was not resolved for this plan.");
        }
        return relation + "." + column;
    }

    static String groupColumn(String column) {
        if (!GroupColumn.contains(column)) {
            throw unknown("column '" + column + "' is none that rules can read.");
        }
        return column;
    }

    private static ApportionException unknown(String problem) {
        return new ApportionException(
                AllocateError.ALLOCATE_COLUMN_UNKNOWN, "rules", problem, "Use a group column or a resolved tag.");
    }
}
