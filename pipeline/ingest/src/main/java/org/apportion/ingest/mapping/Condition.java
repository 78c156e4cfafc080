package org.apportion.ingest.mapping;

import java.util.List;

/** Whether something holds for a source row. An absent cell is like no text: no comparison with it holds. */
sealed interface Condition {

    /** How a text is compared; without regard to case, except by a pattern. */
    enum Test {
        IN,
        STARTS_WITH,
        ENDS_WITH,
        CONTAINS,
        MATCHES,
        PRESENT,
        ABSENT
    }

    /**
     * A test of one text.
     *
     * @param arguments one or more texts; any of them may hold. None for PRESENT and ABSENT
     */
    record Compare(Expression text, Test test, List<String> arguments) implements Condition {}

    record All(List<Condition> conditions) implements Condition {}

    record Any(List<Condition> conditions) implements Condition {}

    record Not(Condition condition) implements Condition {}

    record NonZero(Expression number) implements Condition {}

    /** The first time is before the second. */
    record Before(Expression first, Expression second) implements Condition {}

    /**
     * The amount differs less from the first number than from the second, signs not counted; a number that is absent decides
     * nothing.
     */
    record Nearer(Expression amount, Expression first, Expression second) implements Condition {}

    /** The file has one of these columns. */
    record HasColumn(List<String> headings) implements Condition {}

    /** An option of the source has one of these values. */
    record OptionIs(String option, List<String> values) implements Condition {}

    /** The file belongs to this data set of a source that holds several. */
    record DatasetIs(String dataset) implements Condition {}
}
