package org.apportion.ingest.mapping;

import java.util.Set;

/** Lists the headings that a rule could read, for messages. */
final class ExpressionCells {
    private ExpressionCells() {}

    static void headings(Expression rule, Set<String> found) {
        if (rule instanceof Expression.Cell cell) {
            found.addAll(cell.headings());
        } else if (rule instanceof Expression.FirstOf first) {
            first.choices().forEach(choice -> headings(choice, found));
        } else if (rule instanceof Expression.When when) {
            when.branches().forEach(branch -> headings(branch.value(), found));
        } else if (rule instanceof Expression.Sum sum) {
            sum.parts().forEach(part -> headings(part, found));
        } else if (rule instanceof Expression.Later later) {
            headings(later.time(), found);
        } else if (rule instanceof Expression.ExclusiveEnd end) {
            headings(end.time(), found);
        } else if (rule instanceof Expression.MonthStart month) {
            headings(month.time(), found);
        } else if (rule instanceof Expression.InZone local) {
            headings(local.time(), found);
        } else if (rule instanceof Expression.Rounded rounded) {
            headings(rounded.number(), found);
        } else if (rule instanceof Expression.Negate negate) {
            headings(negate.number(), found);
        }
    }
}
