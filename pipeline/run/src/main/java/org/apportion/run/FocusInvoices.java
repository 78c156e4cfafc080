package org.apportion.run;

import java.util.ArrayList;
import java.util.List;
import org.apportion.ingest.file.FileScan;
import org.apportion.publish.conformance.CheckedFile;
import org.apportion.publish.conformance.FocusDataset;
import org.apportion.publish.conformance.InvoiceCheck;
import org.apportion.spi.Engine;

/** Compares the invoices of all checked files with their charges, once all files were read. */
final class FocusInvoices {
    private final Engine engine;
    private final List<Read> files = new ArrayList<>();

    FocusInvoices(Engine engine) {
        this.engine = engine;
    }

    /** A file that was checked; its scan can be read again. */
    private record Read(FocusReport report, FileScan scan) {
        boolean is(FocusDataset dataset) {
            return report.dataset().equals(dataset.text());
        }

        CheckedFile file() {
            return FocusFiles.checked(report.file(), scan);
        }
    }

    /** Takes note of a file; its rows are read only if there are both invoices and charges. */
    void add(FocusReport report, FileScan scan) {
        files.add(new Read(report, scan));
    }

    /** Adds what comparing found to the report of the last file with Invoice Detail; nothing without one or without charges. */
    void compare(List<FocusReport> reports) {
        List<Read> invoices = of(FocusDataset.INVOICE_DETAIL);
        List<Read> charges = of(FocusDataset.COST_AND_USAGE);
        if (invoices.isEmpty() || charges.isEmpty()) {
            return;
        }
        FocusReport last = invoices.get(invoices.size() - 1).report();
        List<Read> naming =
                charges.stream().filter(read -> InvoiceCheck.takes(read.file())).toList();
        boolean whole = invoices.stream().allMatch(read -> InvoiceCheck.takes(read.file()));
        reports.set(
                reports.indexOf(last),
                naming.isEmpty() || !whole
                        ? last.withNote("Not compared with charges: no Cost and Usage of this check has the columns"
                                + " InvoiceId and InvoiceIssuerName, or the Invoice Detail lacks mandatory ones.")
                        : last.with(new InvoiceCheck(engine)
                                .compare(
                                        sums(naming, FocusDataset.COST_AND_USAGE),
                                        sums(invoices, FocusDataset.INVOICE_DETAIL))));
    }

    private List<Read> of(FocusDataset dataset) {
        return files.stream().filter(read -> read.is(dataset)).toList();
    }

    private List<String> sums(List<Read> read, FocusDataset dataset) {
        InvoiceCheck check = new InvoiceCheck(engine);
        return read.stream().map(one -> check.sums(one.file(), dataset)).toList();
    }
}
