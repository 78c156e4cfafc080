package org.apportion.publish.conformance;

import java.util.List;
import org.apportion.publish.conformance.ConditionalRule.Keyword;

/**
 * What a check found.
 *
 * @param rules how many rules were tried; those about columns that the file lacks are not
 * @param findings broken rules, the MUST rules first
 * @param notes what a reader may want to know and breaks no rule, such as conditional columns that the file lacks
 */
public record ConformanceReport(
        String file,
        FocusDataset dataset,
        FocusVersion version,
        long rows,
        int rules,
        List<Finding> findings,
        List<String> notes) {
    public ConformanceReport {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** Whether no MUST rule is broken. */
    public boolean conforms() {
        return findings.stream().noneMatch(finding -> finding.keyword() == Keyword.MUST);
    }
}
