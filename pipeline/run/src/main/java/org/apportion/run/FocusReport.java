package org.apportion.run;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apportion.publish.conformance.ConformanceReport;
import org.apportion.publish.conformance.Finding;
import org.apportion.publish.conformance.InvoiceDifference;
import org.apportion.publish.conformance.InvoiceReport;

/**
 * What a file lacks or breaks of FOCUS.
 *
 * @param dataset such as {@code cost-and-usage}
 * @param version such as {@code 1.4}
 * @param rules how many rules were tried
 * @param conforms whether no rule with the word MUST is broken
 */
public record FocusReport(
        String file,
        String dataset,
        String version,
        long rows,
        int rules,
        boolean conforms,
        List<Broken> broken,
        List<String> notes) {
    public FocusReport {
        broken = List.copyOf(broken);
        notes = List.copyOf(notes);
    }

    static FocusReport of(ConformanceReport report) {
        return new FocusReport(
                report.file(),
                report.dataset().text(),
                report.version().text(),
                report.rows(),
                report.rules(),
                report.conforms(),
                report.findings().stream().map(Broken::of).toList(),
                report.notes());
    }

    /** The same and what comparing its invoices with charges found. */
    FocusReport with(InvoiceReport invoices) {
        String compared = "Invoices compared with their charges: " + invoices.compared() + "; sums that differ: "
                + invoices.differing()
                + "; lines left out, whose billing account or period has no charge with an invoice: "
                + invoices.leftOut() + ".";
        return new FocusReport(
                        file,
                        dataset,
                        version,
                        rows,
                        rules + 2,
                        conforms && invoices.agrees(),
                        Stream.concat(
                                        broken.stream(),
                                        invoices.differences().stream()
                                                .map(InvoiceDifference::finding)
                                                .map(Broken::of))
                                .toList(),
                        notes)
                .withNote(compared);
    }

    FocusReport withNote(String note) {
        return new FocusReport(
                file,
                dataset,
                version,
                rows,
                rules,
                conforms,
                broken,
                Stream.concat(notes.stream(), Stream.of(note)).toList());
    }

    /**
     * A broken rule.
     *
     * @param keyword MUST or SHOULD
     * @param section column or attribute of the specification
     * @param rows how many rows break it; 0 if it is about the whole file
     * @param firstRow counted from 1; 0 if there is none
     * @param values what the first row has in the rule's columns; of an invoice, its number and sums
     */
    public record Broken(
            String rule,
            String keyword,
            String section,
            String meaning,
            long rows,
            long firstRow,
            Map<String, String> values) {

        private static Broken of(Finding finding) {
            return new Broken(
                    finding.rule(),
                    finding.keyword().name(),
                    finding.section(),
                    finding.meaning(),
                    finding.rows(),
                    finding.firstRow(),
                    finding.values());
        }
    }
}
