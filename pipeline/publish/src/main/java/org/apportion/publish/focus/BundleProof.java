package org.apportion.publish.focus;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.model.ApportionException;
import org.apportion.model.table.Column;
import org.apportion.model.table.Tables;
import org.apportion.publish.PublishError;
import org.apportion.publish.conformance.CheckedFile;
import org.apportion.publish.conformance.CheckedFile.CheckedColumn;
import org.apportion.publish.conformance.ConditionalRule.Keyword;
import org.apportion.publish.conformance.ConformanceCheck;
import org.apportion.publish.conformance.ConformanceReport;
import org.apportion.publish.conformance.Finding;
import org.apportion.publish.conformance.FocusDataset;
import org.apportion.publish.conformance.FocusRules;
import org.apportion.publish.conformance.FocusVersion;
import org.apportion.publish.conformance.InvoiceCheck;
import org.apportion.publish.conformance.InvoiceDifference;
import org.apportion.publish.conformance.InvoiceReport;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/** Proves a bundle from its written files: the rules of FOCUS 1.4, and that each record's rows add up to the record. */
final class BundleProof {
    private static final int NAMED = 5;

    private final Engine engine;
    private final String place;

    /** @param place of the output, for messages */
    BundleProof(Engine engine, String place) {
        this.engine = engine;
        this.place = place;
    }

    /** Ids of the MUST rules about columns of the file that records break before they are split. */
    SortedSet<String> brokenByBills(BundleFile file, String cost) {
        Dialect dialect = engine.dialect();
        List<Column> ofFocus = Tables.COST_RECORD.columns().stream()
                .filter(column -> !column.name().startsWith("x_"))
                .toList();
        String columns =
                ofFocus.stream().map(column -> dialect.name(column.name())).collect(Collectors.joining(", "));
        CheckedFile bills = new CheckedFile(
                "bills",
                "(SELECT " + columns + ", row_number() OVER () AS x_row FROM " + cost + " AS b)",
                ofFocus.stream()
                        .map(column -> new CheckedColumn(column.name(), dialect.type(column.type())))
                        .toList());
        return new ConformanceCheck(engine)
                .check(bills, FocusRules.of(FocusDataset.COST_AND_USAGE, FocusVersion.V1_4)).findings().stream()
                        .filter(finding -> finding.keyword() == Keyword.MUST && file.has(finding.section()))
                        .map(Finding::rule)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Checks a file.
     *
     * @param accepted ids of rules that may be broken
     * @param ofBills ids of rules that the bills themselves break, for the message
     * @throws ApportionException {@code PUBLISH_NOT_CONFORMANT} if a MUST rule is broken that is not accepted
     */
    ConformanceReport requireConformance(
            BundleFile file, FocusDataset dataset, Collection<String> accepted, Collection<String> ofBills) {
        ConformanceReport report =
                new ConformanceCheck(engine).check(file.asWritten(), FocusRules.of(dataset, FocusVersion.V1_4));
        List<Finding> broken = report.findings().stream()
                .filter(finding -> finding.keyword() == Keyword.MUST && !accepted.contains(finding.rule()))
                .toList();
        if (!broken.isEmpty()) {
            String rules = broken.stream()
                    .limit(NAMED)
                    .map(finding -> finding.rule() + " (" + finding.rows() + " rows)")
                    .collect(Collectors.joining(", "));
            long inherited = broken.stream()
                    .filter(finding -> ofBills.contains(finding.rule()))
                    .count();
            throw new ApportionException(
                    PublishError.PUBLISH_NOT_CONFORMANT,
                    place,
                    "The " + dataset.text() + " rows break rules of FOCUS 1.4: " + rules
                            + (broken.size() > NAMED ? " and " + (broken.size() - NAMED) + " more" : "") + "; "
                            + inherited + " of these " + broken.size() + " the bills break themselves.",
                    "List these in focus.accept, or write bills there for all that the bills break themselves; nothing"
                            + " was published.");
        }
        return report;
    }

    /**
     * Compares the invoices that are handed on with the charges; nothing where there are none.
     *
     * @param accepted ids of rules that may be broken
     * @throws ApportionException {@code PUBLISH_INVOICE_DIFFERS} if both are further apart than FOCUS allows
     */
    InvoiceReport requireInvoices(BundleFile charges, List<BundleFile> invoices, Collection<String> accepted) {
        InvoiceCheck check = new InvoiceCheck(engine);
        List<String> lines = invoices.stream()
                .map(BundleFile::asWritten)
                .filter(InvoiceCheck::takes)
                .map(file -> check.sums(file, FocusDataset.INVOICE_DETAIL))
                .toList();
        if (lines.isEmpty() || !InvoiceCheck.takes(charges.asWritten())) {
            return new InvoiceReport(0, 0, List.of(), 0);
        }
        InvoiceReport report =
                check.compare(List.of(check.sums(charges.asWritten(), FocusDataset.COST_AND_USAGE)), lines);
        List<InvoiceDifference> refused = report.differences().stream()
                .filter(one -> !accepted.contains(one.rule()))
                .toList();
        if (!refused.isEmpty()) {
            throw new ApportionException(
                    PublishError.PUBLISH_INVOICE_DIFFERS,
                    place,
                    "The charges do not sum to the invoices of the same bundle: "
                            + refused.stream()
                                    .limit(NAMED)
                                    .map(InvoiceDifference::text)
                                    .collect(Collectors.joining("; "))
                            + (refused.size() > NAMED ? "; and " + (refused.size() - NAMED) + " more" : "") + ".",
                    "Fetch bill and invoices again until both are of the same state, or list "
                            + refused.get(0).rule() + " in focus.accept; nothing was published.");
        }
        return report;
    }

    /** @throws ApportionException {@code PUBLISH_SUM_DIFFERS} if a record's rows do not add up to it */
    void requireSums(BundleFile file, String cost) {
        List<String> measures =
                CompletedCost.MEASURES.stream().filter(file::has).toList();
        List<String> sums = new ArrayList<>();
        List<String> differs = new ArrayList<>(List.of("f.id IS NULL", "c.x_RecordId IS NULL", "f.ratio <> 1"));
        for (String measure : measures) {
            String name = engine.dialect().name(measure);
            sums.add("sum(" + file.decimal(measure) + ") AS " + name);
            differs.add("f." + name + " IS DISTINCT FROM c." + name);
        }
        String written = "SELECT CAST(x_RecordId AS BIGINT) AS id, sum(" + file.decimal("x_AllocatedRatio")
                + ") AS ratio, " + String.join(", ", sums) + " FROM "
                + file.asWritten().relation()
                + " AS w GROUP BY 1";
        String wrong = "SELECT coalesce(c.x_RecordId, f.id) AS id FROM " + cost + " AS c FULL JOIN (" + written
                + ") AS f ON f.id = c.x_RecordId WHERE " + String.join(" OR ", differs);
        engine.query(
                        "SELECT count(*), min(id) FROM (" + wrong + ") AS d HAVING count(*) > 0",
                        row -> new ApportionException(
                                PublishError.PUBLISH_SUM_DIFFERS,
                                place,
                                row.number(0)
                                        + " records differ from the sum of their exported rows; the first is record "
                                        + row.number(1) + ".",
                                "Nothing was published; report this as a bug with that record's row of the bill."))
                .forEach(failure -> {
                    throw failure;
                });
    }

    /** @throws ApportionException {@code PUBLISH_SUM_DIFFERS} if a cost of the rows is not what was booked */
    void requireCorrections(BundleFile file, String booked) {
        String currency = engine.dialect().name("BillingCurrency");
        CorrectionRows.costs().forEach(cost -> {
            SortedMap<String, BigDecimal> expected = new TreeMap<>();
            engine.forEach(
                    "SELECT " + currency + ", sum(" + engine.dialect().name(cost) + ") FROM (" + booked
                            + ") AS b GROUP BY 1",
                    row -> expected.put(String.valueOf(row.text(0)), Objects.requireNonNull(row.decimal(1))));
            SortedMap<String, BigDecimal> written = sums(file, cost);
            boolean same = written.keySet().equals(expected.keySet())
                    && written.entrySet().stream()
                            .allMatch(sum ->
                                    sum.getValue().compareTo(expected.getOrDefault(sum.getKey(), BigDecimal.ZERO))
                                            == 0);
            if (!same) {
                throw new ApportionException(
                        PublishError.PUBLISH_SUM_DIFFERS,
                        place,
                        "The exported corrections sum to " + written + " of " + cost + ", booked were " + expected
                                + ".",
                        "Nothing was published; report this as a bug with the run's record.");
            }
        });
    }

    /** Rows and sums of a column per currency. */
    SortedMap<String, BigDecimal> sums(BundleFile file, String column) {
        SortedMap<String, BigDecimal> sums = new TreeMap<>();
        engine.forEach(
                "SELECT " + engine.dialect().name("BillingCurrency") + ", sum(" + file.decimal(column) + ") FROM "
                        + file.asWritten().relation() + " AS w GROUP BY 1",
                row -> sums.put(String.valueOf(row.text(0)), Objects.requireNonNull(row.decimal(1))));
        return sums;
    }
}
