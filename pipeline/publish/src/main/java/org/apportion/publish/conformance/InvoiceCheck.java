package org.apportion.publish.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.spi.Engine;
import org.apportion.spi.Row;

/**
 * Compares Invoice Detail with Cost and Usage: charges of an invoice sum to the invoice (taxes aside), charges of a line to the line.
 * Both up to {@link InvoiceDifference#tolerance}; an open invoice may differ. An invoice is what one issuer gave one number and
 * currency, whatever billing accounts and periods it covers. Of its lines those count whose account and period have charges, so that a
 * bill of one month can be compared with the invoices of a year; of the charges all whose invoice has such a line, and those without
 * one whose account and period are invoiced. A charge that names no invoice yet is not compared; lines are only where charges name lines.
 *
 * <p>Source: FOCUS 1.4, Invoice Detail, BilledCost.
 */
public final class InvoiceCheck {
    /** Id of the rule about whole invoices. */
    public static final String OF_INVOICE = "BilledCost-of-invoice";

    /** Id of the rule about lines of invoices. */
    public static final String OF_LINE = "BilledCost-of-invoice-line";

    /** Differences that are kept of each rule; more are counted. */
    private static final int KEPT = 100;

    private static final List<String> NEEDED = List.of(
            "InvoiceIssuerName",
            "InvoiceId",
            "BillingAccountId",
            "BillingPeriodStart",
            "BillingCurrency",
            "ChargeCategory",
            "BilledCost");
    private static final List<String> COVER = List.of("issuer", "account", "period");
    private static final List<String> INVOICE = List.of("issuer", "invoice", "currency");

    private final Engine engine;

    public InvoiceCheck(Engine engine) {
        this.engine = engine;
    }

    /** Whether a file of Cost and Usage or of Invoice Detail has what it takes. */
    public static boolean takes(CheckedFile file) {
        return file.names().containsAll(NEEDED);
    }

    /** Select of a file's sums, to be handed to {@link #compare}: a few rows per line of an invoice. */
    public String sums(CheckedFile file, FocusDataset dataset) {
        RowChecks typed = new RowChecks(FocusRules.of(dataset, FocusVersion.V1_4), file, engine.dialect());
        String open = dataset == FocusDataset.INVOICE_DETAIL
                ? "CASE WHEN " + typed.valueOrNull("InvoiceIssueStatus") + " = 'Open' THEN 1 ELSE 0 END"
                : "0";
        return "SELECT " + typed.value("InvoiceIssuerName") + " AS issuer, " + typed.value("BillingAccountId")
                + " AS account, " + typed.value("BillingPeriodStart") + " AS period, " + typed.value("InvoiceId")
                + " AS invoice, coalesce(" + typed.valueOrNull("InvoiceDetailId") + ", '') AS line, "
                + typed.value("BillingCurrency") + " AS currency, CASE WHEN " + typed.value("ChargeCategory")
                + " = 'Tax' THEN 1 ELSE 0 END AS tax, " + open + " AS provisional, count(*) AS n, sum("
                + typed.value("BilledCost") + ") AS cost FROM " + typed.typedRelation() + " WHERE "
                + typed.value("InvoiceId") + " <> '' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8";
    }

    /**
     * Compares. Each file is read once.
     *
     * @param charges selects of {@link #sums} of Cost and Usage
     * @param lines the same of Invoice Detail
     */
    public InvoiceReport compare(List<String> charges, List<String> lines) {
        String charged = read("invoice_charges_", charges);
        String invoiced = read("invoice_lines_", lines);
        String covered = "(SELECT l.* FROM " + invoiced + " AS l JOIN " + known(COVER, charged, "p")
                + same(COVER, "l", "p") + ")";
        String both = "(SELECT 0 AS charge, l.* FROM " + covered + " AS l UNION ALL SELECT 1 AS charge, c.* FROM "
                + charged + " AS c LEFT JOIN " + known(INVOICE, covered, "i") + same(INVOICE, "c", "i") + " LEFT JOIN "
                + known(COVER, invoiced, "p") + same(COVER, "c", "p")
                + " WHERE i.issuer IS NOT NULL OR p.issuer IS NOT NULL)";
        Found whole = find("SELECT issuer, invoice, '', currency, " + sums("tax = 0") + " FROM " + both
                + " AS i GROUP BY 1, 2, 4 HAVING max(provisional) = 0 ORDER BY 1, 2, 4");
        String withLines = "(SELECT i.*, max(charge * CASE WHEN line <> '' THEN 1 ELSE 0 END) OVER (PARTITION BY"
                + " issuer, invoice, currency) AS told FROM " + both + " AS i)";
        Found ofLines = find("SELECT issuer, invoice, line, currency, " + sums("TRUE") + " FROM " + withLines
                + " AS w WHERE told = 1 AND line <> '' GROUP BY 1, 2, 3, 4 HAVING max(provisional) = 0"
                + " ORDER BY 1, 2, 3, 4");
        return new InvoiceReport(
                whole.compared,
                whole.differing + ofLines.differing,
                Stream.concat(whole.kept.stream(), ofLines.kept.stream()).toList(),
                leftOut(invoiced, covered));
    }

    /** Invoices or lines, one by one; only what differs is kept. */
    private static final class Found {
        private final List<InvoiceDifference> kept = new ArrayList<>();
        private long compared;
        private long differing;
    }

    private Found find(String select) {
        Found found = new Found();
        engine.forEach(select, row -> {
            InvoiceDifference one = difference(row);
            found.compared++;
            if (one.isTooLarge()) {
                found.differing++;
                if (found.kept.size() < KEPT) {
                    found.kept.add(one);
                }
            }
        });
        return found;
    }

    private static String sums(String condition) {
        return "coalesce(sum(CASE WHEN charge = 1 AND " + condition
                + " THEN n END), 0), coalesce(sum(CASE WHEN charge = 1 AND "
                + condition + " THEN cost END), 0), coalesce(sum(CASE WHEN charge = 0 AND " + condition
                + " THEN cost END), 0)";
    }

    private static InvoiceDifference difference(Row row) {
        return new InvoiceDifference(
                String.valueOf(row.text(0)),
                String.valueOf(row.text(1)),
                String.valueOf(row.text(2)),
                String.valueOf(row.text(3)),
                row.number(4),
                Objects.requireNonNull(row.decimal(5)),
                Objects.requireNonNull(row.decimal(6)));
    }

    private long leftOut(String invoiced, String covered) {
        return rows(invoiced) - rows(covered);
    }

    private long rows(String relation) {
        return engine.query("SELECT coalesce(sum(n), 0) FROM " + relation + " AS l", row -> row.number(0))
                .get(0);
    }

    private static String known(List<String> columns, String relation, String name) {
        return "(SELECT DISTINCT " + String.join(", ", columns) + " FROM " + relation + " AS k) AS " + name;
    }

    private static String same(List<String> columns, String one, String other) {
        return columns.stream()
                .map(column -> one + "." + column + " = " + other + "." + column)
                .collect(Collectors.joining(" AND ", " ON ", ""));
    }

    /** All rows of these selects, whose tables are made first. */
    private String read(String prefix, List<String> selects) {
        List<String> rows = new ArrayList<>();
        for (String select : selects) {
            String table = prefix + rows.size();
            engine.execute(engine.dialect().createTable(table, select));
            rows.add("SELECT * FROM " + table + " AS u");
        }
        return "(" + String.join(" UNION ALL ", rows) + ")";
    }
}
