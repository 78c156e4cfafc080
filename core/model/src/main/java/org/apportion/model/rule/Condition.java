package org.apportion.model.rule;

import java.util.List;

/**
 * A condition over the group columns and resolved tags of a record: the closed subset of CEL that every engine and plain
 * Java evaluate alike. All values are text, compared by code point. A missing column or tag reads as empty text, so that a
 * condition is always true or false, never unknown; {@link Has} tells missing and empty apart.
 */
public sealed interface Condition {

    /** True for each record. */
    record Always() implements Condition {}

    record And(List<Condition> conditions) implements Condition {
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    record Or(List<Condition> conditions) implements Condition {
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    record Not(Condition condition) implements Condition {}

    record Compare(Operand operand, Operator operator, String value) implements Condition {}

    /** True if the operand equals one of the values. */
    record In(Operand operand, List<String> values) implements Condition {
        public In {
            values = List.copyOf(values);
        }
    }

    /** True if the column is not null or the tag is present, even when empty. */
    record Has(Operand operand) implements Condition {}

    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        STARTS_WITH,
        ENDS_WITH,
        CONTAINS
    }

    /** What a condition reads. */
    sealed interface Operand {

        /** A group column by its id, such as {@code ServiceName}. */
        record ColumnValue(String column) implements Operand {}

        /** A resolved tag by its key, after synonyms and folding. */
        record TagValue(String key) implements Operand {}
    }
}
