package org.apportion.publish.conformance;

import java.util.List;
import org.apportion.publish.conformance.ConditionalRule.Keyword;

/**
 * A rule made ready for one file.
 *
 * @param broken SQL condition over a row of the typed relation, true where the rule is broken
 * @param columns what to show of a row that breaks it
 */
record RowCheck(String id, Keyword keyword, String section, String meaning, String broken, List<String> columns) {
    RowCheck {
        columns = List.copyOf(columns);
    }
}
