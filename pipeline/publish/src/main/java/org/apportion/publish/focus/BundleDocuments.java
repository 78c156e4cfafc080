package org.apportion.publish.focus;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.output.OutputDefinition;
import org.apportion.publish.PublishInput;
import org.apportion.publish.conformance.ConformanceReport;
import org.apportion.publish.conformance.InvoiceDifference;
import org.apportion.publish.conformance.InvoiceReport;

/** The JSON files of a bundle that say what is in it. */
final class BundleDocuments {
    private BundleDocuments() {}

    /** What each method id means. */
    static String methods(FocusSource source) {
        Map<String, String> values = new TreeMap<>();
        source.methods().forEach((id, text) -> values.put(id, FocusJson.quoted(text)));
        return FocusJson.object(values);
    }

    /** What the check found, of the rows, of what is handed on, and of invoices compared with the charges. */
    static String conformance(
            ConformanceReport report,
            List<String> accepted,
            SortedSet<String> ofBills,
            List<HandedOnDatasets.Written> handedOn,
            InvoiceReport invoices) {
        Map<String, String> values = new TreeMap<>();
        values.put("accepted", FocusJson.list(accepted));
        values.put("broken_by_bills", FocusJson.list(List.copyOf(ofBills)));
        values.put("dataset", FocusJson.quoted(report.dataset().text()));
        values.put("focus_version", FocusJson.quoted(report.version().text()));
        if (!handedOn.isEmpty()) {
            values.put(
                    "handed_on",
                    handedOn.stream().map(BundleDocuments::handedOn).collect(Collectors.joining(", ", "[", "]")));
        }
        if (invoices.compared() + invoices.leftOut() > 0) {
            values.put("invoices", invoices(invoices));
        }
        values.put("rows", Long.toString(report.rows()));
        values.put("rules_tried", Integer.toString(report.rules()));
        values.put(
                "findings",
                report.findings().stream()
                        .map(finding -> "{\"rule\": " + FocusJson.quoted(finding.rule()) + ", \"keyword\": "
                                + FocusJson.quoted(finding.keyword().name()) + ", \"rows\": " + finding.rows()
                                + ", \"meaning\": " + FocusJson.quoted(finding.meaning()) + "}")
                        .collect(Collectors.joining(", ", "[", "]")));
        return FocusJson.object(values);
    }

    private static String handedOn(HandedOnDatasets.Written one) {
        Path from = Path.of(one.from().file().name());
        return "{\"file\": " + FocusJson.quoted(one.file().names().get(0)) + ", \"from\": "
                + FocusJson.quoted(String.valueOf(from.getFileName())) + ", \"dataset\": "
                + FocusJson.quoted(one.from().dataset().text()) + ", \"rows\": " + one.rows()
                + ", \"broken_by_provider\": " + FocusJson.list(List.copyOf(one.broken())) + "}";
    }

    private static String invoices(InvoiceReport report) {
        List<String> differences =
                report.differences().stream().map(InvoiceDifference::text).toList();
        return "{\"compared\": " + report.compared() + ", \"differing\": " + report.differing()
                + ", \"differences\": " + FocusJson.list(differences) + ", \"lines_left_out\": " + report.leftOut()
                + "}";
    }

    /** Run, rows, sums, and the hash of each file. */
    static String manifest(
            OutputDefinition output,
            PublishInput input,
            BundleFolder folder,
            List<String> names,
            long rows,
            SortedMap<String, BigDecimal> sums) {
        Map<String, String> values = new TreeMap<>();
        values.put("apportion_version", FocusJson.quoted(input.codeVersion()));
        values.put("billing_month", FocusJson.quoted(input.month().toString()));
        values.put("output", FocusJson.quoted(output.id()));
        values.put("run", FocusJson.quoted(input.runId()));
        values.put("rows", Long.toString(rows));
        values.put(
                "sums",
                sums.entrySet().stream()
                        .map(entry -> FocusJson.quoted(entry.getKey()) + ": "
                                + FocusJson.quoted(
                                        entry.getValue().stripTrailingZeros().toPlainString()))
                        .collect(Collectors.joining(", ", "{", "}")));
        values.put(
                "files",
                names.stream()
                        .map(name -> FocusJson.quoted(name) + ": " + FocusJson.quoted(folder.sha256(name)))
                        .collect(Collectors.joining(",\n    ", "{\n    ", "\n  }")));
        return FocusJson.object(values);
    }
}
