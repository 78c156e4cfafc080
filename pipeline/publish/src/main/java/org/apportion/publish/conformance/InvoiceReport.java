package org.apportion.publish.conformance;

import java.util.List;

/**
 * What comparing invoices with charges found.
 *
 * @param compared how many invoices were compared
 * @param differing how many sums of invoices and of lines are too far apart
 * @param differences the first of them, in order of issuer, invoice and line, whole invoices first
 * @param leftOut how many lines of invoices are of issuers, billing accounts or periods without a charge that names its invoice
 */
public record InvoiceReport(long compared, long differing, List<InvoiceDifference> differences, long leftOut) {
    public InvoiceReport {
        differences = List.copyOf(differences);
    }

    /** Whether no invoice differs. */
    public boolean agrees() {
        return differing == 0;
    }
}
