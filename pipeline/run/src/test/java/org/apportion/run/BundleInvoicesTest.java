package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invoices handed on in a bundle are compared with the charges of its written rows. */
class BundleInvoicesTest {
    private static final String BILL = "BilledCost,EffectiveCost,ListCost,ContractedCost,BillingCurrency,"
            + "BillingAccountId,BillingAccountName,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,"
            + "ChargePeriodEnd,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,ServiceProviderName,"
            + "HostProviderName,InvoiceIssuerName,ServiceCategory,ServiceSubcategory,ServiceName,PricingQuantity,"
            + "PricingUnit,InvoiceId\n"
            + charge("7.00", "INV-1")
            + charge("2.00", "INV-1");
    private static final String HEADING =
            "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,"
                    + "InvoiceDetailCreated,InvoiceDetailDescription,InvoiceDetailGrain,InvoiceDetailId,"
                    + "InvoiceDetailLastUpdated,InvoiceId,InvoiceIssueDate,InvoiceIssueStatus,InvoiceIssuerName,"
                    + "PaymentDueDate,PaymentTerms,ReferenceInvoiceId\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void anInvoiceThatItsChargesSumToIsTold() {
        // 7 + 2 = 9.00; the line of September has no charge in the bundle's month and is not handed on.
        SmallCompany company = company(line("9.00", "2026-10-01") + line("5.00", "2026-09-01"));
        company.importAndRun();

        assertThat(company.text("out/2026-10/focus/conformance.json"))
                .contains(
                        "\"invoices\": {\"compared\": 1, \"differing\": 0, \"differences\": [], \"lines_left_out\": 0}");
    }

    @Test
    void anInvoiceThatAsksForMoreStopsTheBundle() {
        SmallCompany company = company(line("12.00", "2026-10-01"));

        assertThatThrownBy(company::importAndRun)
                .hasMessage(
                        "PUBLISH_INVOICE_DIFFERS " + company.file("apportion.yaml") + ":51:9: The charges do not sum"
                                + " to the invoices of the same bundle: invoice INV-1 of Cloud: 12 EUR invoiced, 9 EUR charged,"
                                + " 3 EUR apart, 1 EUR allowed. Fetch bill and invoices again until both are of the same state,"
                                + " or list BilledCost-of-invoice in focus.accept; nothing was published.");
        assertThat(company.file("out/2026-10/focus")).doesNotExist();
    }

    @Test
    void aDifferenceThatIsAcceptedStandsInTheBundle() {
        SmallCompany company = company(line("12.00", "2026-10-01"));
        company.configure("focus: {datasets", "focus: {accept: [BilledCost-of-invoice], datasets");
        company.importAndRun();

        assertThat(company.text("out/2026-10/focus/conformance.json"))
                .contains("\"differences\": [\"invoice INV-1 of Cloud: 12 EUR invoiced, 9 EUR charged, 3 EUR apart,"
                        + " 1 EUR allowed\"]");
    }

    private static String charge(String cost, String invoice) {
        return cost + "," + cost + "," + cost + "," + cost + ",EUR,1,Example,2026-10-01T00:00:00Z,"
                + "2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,Credit,,Credit,One-Time,Cloud,Cloud,"
                + "Cloud,Other,Other (Other),Credit,,," + invoice + "\n";
    }

    private static String line(String cost, String start) {
        return cost + ",1,EUR,2026-11-01T00:00:00Z," + start + "T00:00:00Z,Credit,2026-11-01T00:00:00Z,Text,"
                + "\"{\"\"x_By\"\":\"\"InvoiceId\"\"}\",L-1,2026-11-01T00:00:00Z,INV-1,2026-11-01T00:00:00Z,Issued,Cloud,,"
                + "Net 30,INV-1\n";
    }

    private SmallCompany company(String lines) {
        SmallCompany company = SmallCompany.in(folder);
        company.write("bills/october.csv", BILL, 1_000);
        company.write("focus/invoices.csv", HEADING + lines, 1_000);
        company.configure(
                "outputs:\n",
                "outputs:\n  - id: focus\n    content: focus\n    format: csv\n    path: out/{month}/focus\n"
                        + "    focus: {datasets: [focus/*.csv]}\n");
        return company;
    }
}
