package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invoice Detail, Contract Commitment and Billing Period of a provider, handed on in the bundle of the month. */
class FocusDatasetsTest {
    private static final String BILL = "BilledCost,EffectiveCost,ListCost,ContractedCost,BillingCurrency,"
            + "BillingAccountId,BillingAccountName,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,"
            + "ChargePeriodEnd,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,ServiceProviderName,"
            + "HostProviderName,InvoiceIssuerName,ServiceCategory,ServiceSubcategory,ServiceName,PricingQuantity,"
            + "PricingUnit\n"
            + "2.00,2.00,2.00,2.00,EUR,1,Example,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,"
            + "2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,Tax,,VAT,One-Time,Cloud,Cloud,Cloud,"
            + "Other,Other (Other),Tax,,\n";
    private static final String INVOICE_HEADING =
            "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,"
                    + "InvoiceDetailCreated,InvoiceDetailDescription,InvoiceDetailGrain,InvoiceDetailId,"
                    + "InvoiceDetailLastUpdated,InvoiceId,InvoiceIssueDate,InvoiceIssueStatus,InvoiceIssuerName,"
                    + "PaymentDueDate,PaymentTerms,ReferenceInvoiceId,x_Note\n";
    private static final String OCTOBER = line("2026-11-01", "2026-10-01", "october");
    private static final String SEPTEMBER = line("2026-10-01", "2026-09-01", "september");
    private static final String COMMITMENTS =
            "BillingCurrency,ContractCommitmentApplicability,ContractCommitmentBenefitCategory,"
                    + "ContractCommitmentCategory,ContractCommitmentCost,ContractCommitmentCreated,"
                    + "ContractCommitmentDescription,ContractCommitmentDiscountPercentage,ContractCommitmentDurationType,"
                    + "ContractCommitmentFulfillmentInterval,ContractCommitmentId,ContractCommitmentLastUpdated,"
                    + "ContractCommitmentLifecycleStatus,ContractCommitmentModel,ContractCommitmentOfferCategory,"
                    + "ContractCommitmentPaymentInterval,ContractCommitmentPaymentModel,ContractCommitmentPeriodEnd,"
                    + "ContractCommitmentPeriodStart,ContractCommitmentQuantity,ContractCommitmentType,"
                    + "ContractCommitmentUnit,ContractId,ContractPeriodEnd,ContractPeriodStart,InvoiceIssuerName,"
                    + "ServiceProviderName\n"
                    + commitment("running", "2027-05-01", "2026-05-01")
                    + commitment("ended", "2026-10-01", "2025-10-01")
                    + commitment("later", "2027-11-01", "2026-11-01");
    private static final String PERIODS = "BillingPeriodCreated,BillingPeriodEnd,BillingPeriodLastUpdated,"
            + "BillingPeriodStart,BillingPeriodStatus,InvoiceIssuerName\n"
            + "2026-09-01T00:00:00Z,2026-10-01T00:00:00Z,2026-10-03T00:00:00Z,2026-09-01T00:00:00Z,Closed,Cloud\n"
            + "2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-11-03T00:00:00Z,2026-10-01T00:00:00Z,Closed,Cloud\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void rowsOfTheMonthAreHandedOnAsTheyWereDelivered() {
        SmallCompany company = company("csv", "[focus/*.csv]");
        company.importAndRun();

        assertThat(company.text("out/2026-10/focus/invoice_detail.csv"))
                .isEqualToIgnoringNewLines(INVOICE_HEADING + OCTOBER);
        assertThat(company.text("out/2026-10/focus/contract_commitment.csv").lines())
                .containsExactlyElementsOf(COMMITMENTS.lines().limit(2).toList());
        assertThat(company.text("out/2026-10/focus/manifest.json"))
                .contains("\"invoice_detail.csv\": ", "\"contract_commitment.csv\": ");
        assertThat(company.text("out/2026-10/focus/conformance.json"))
                .contains("{\"file\": \"invoice_detail.csv\", \"from\": \"invoices.csv\", \"dataset\":"
                        + " \"invoice-detail\", \"rows\": 1, \"broken_by_provider\": []}");
    }

    @Test
    void aProviderKnowsBestWhetherItsPeriodIsClosed() {
        SmallCompany company = company("csv", "[focus/*.csv]");
        company.importAndRun();

        assertThat(company.text("out/2026-10/focus/billing_period.csv").lines().skip(1))
                .containsExactly("2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-11-03T00:00:00Z,"
                        + "2026-10-01T00:00:00Z,Closed,Cloud");
    }

    @Test
    void aWholeBundleInParquetPassesTheCheckOfFiles() {
        SmallCompany company = company("parquet", "focus/*.csv");
        company.importAndRun();

        List<FocusReport> reports = new FocusFiles(
                        new EngineSettings("duckdb", "256MB", 1, folder.resolve("check")), Progress.NONE)
                .check(
                        List.of(company.file("out/2026-10/focus")
                                .resolve("*.parquet")
                                .toString()),
                        Optional.of("1.4"));
        assertThat(reports)
                .extracting(FocusReport::dataset)
                .containsExactly("billing-period", "contract-commitment", "cost-and-usage", "invoice-detail");
        assertThat(reports).allMatch(FocusReport::conforms);
    }

    @Test
    void whatNobodyDeliveredIsNotWritten() {
        SmallCompany company = company("csv", "['focus/{month}/*.csv']");
        company.importAndRun();

        assertThat(company.file("out/2026-10/focus/invoice_detail.csv")).doesNotExist();
        assertThat(company.file("out/2026-10/focus/contract_commitment.csv")).doesNotExist();
        assertThat(company.text("out/2026-10/focus/billing_period.csv")).contains(",Open,Cloud");
        assertThat(company.text("out/2026-10/focus/conformance.json")).doesNotContain("handed_on");
    }

    @Test
    void severalFilesOfADatasetStayFilesOfTheirOwn() {
        SmallCompany company = company("csv", "[focus/invoices.csv, focus/others.csv]");
        company.write("focus/others.csv", INVOICE_HEADING + OCTOBER.replace("october", "other"), 1_000);
        company.importAndRun();

        assertThat(company.text("out/2026-10/focus/invoice_detail-0001.csv")).contains("october");
        assertThat(company.text("out/2026-10/focus/invoice_detail-0002.csv")).contains("other");
    }

    @Test
    void aProvidersRowThatBreaksARuleStopsTheBundleUnlessThatIsAccepted() {
        SmallCompany company = company("parquet", "[focus/invoices.csv]");
        company.write(
                "focus/invoices.csv",
                INVOICE_HEADING + OCTOBER.replace("Issued", "Sent").replace("2.00,1,", "two,1,"),
                2_000);
        assertThatThrownBy(company::importAndRun)
                .hasMessageStartingWith("PUBLISH_NOT_CONFORMANT ")
                .hasMessageContaining("The invoice-detail rows break rules of FOCUS 1.4: BilledCost-format (1 rows),"
                        + " InvoiceIssueStatus-value (1 rows); 2 of these 2 the bills break themselves.");

        company.configure("    focus: {datasets", "    focus: {accept: [bills], datasets");
        company.importAndRun();
        assertThat(company.text("out/2026-10/focus/conformance.json"))
                .contains("\"broken_by_provider\": [\"BilledCost-format\", \"InvoiceIssueStatus-value\"]");
    }

    @Test
    void aFileThatIsNoSuchDatasetIsRefused() {
        SmallCompany company = company("csv", "[bills/october.csv]");
        assertThatThrownBy(company::importAndRun)
                .hasMessage("RUN_FOCUS_DATASET " + company.file("bills/october.csv")
                        + ": The file of focus.datasets holds neither Invoice Detail nor Contract Commitment nor"
                        + " Billing Period. Take it out; bills are named as sources.");
    }

    @Test
    void aFileThatIsNotThereOrNotWholeIsRefused() {
        assertThatThrownBy(company("csv", "[focus/invoice.csv]")::importAndRun)
                .hasMessageStartingWith("RUN_FOCUS_DATASET ")
                .hasMessageContaining("focus/invoice.csv of focus.datasets is not there.");
        SmallCompany company = company("csv", "[focus/invoices.csv]");
        company.write("focus/invoices.csv", INVOICE_HEADING + OCTOBER + "1,2,3\n", 3_000);
        assertThatThrownBy(company::importAndRun)
                .hasMessageStartingWith("RUN_FOCUS_DATASET ")
                .hasMessageContaining("has rows that cannot be read, so it cannot be handed on whole.");
    }

    private static String line(String end, String start, String description) {
        return "2.00,1,EUR," + end + "T00:00:00Z," + start + "T00:00:00Z,Tax," + end + "T00:00:00Z," + description
                + ",\"{\"\"x_By\"\":\"\"InvoiceId\"\"}\",d-1," + end + "T00:00:00Z,INV-1," + end
                + "T00:00:00Z,Issued,Cloud,,Net 30,INV-1,007\n";
    }

    private static String commitment(String id, String end, String start) {
        return "EUR,\"{\"\"IsComplexScope\"\":true}\",Discount,Spend,1121.840640," + start + "T00:00:00Z,Plan,,"
                + "12 Months,Monthly," + id + "," + start + "T00:00:00Z,Active,Continuous,Public,Monthly,No Upfront,"
                + end + "T00:00:00Z," + start + "T00:00:00Z,,Savings Plan,,C-1," + end + "T00:00:00Z," + start
                + "T00:00:00Z,Cloud,Cloud\n";
    }

    private SmallCompany company(String format, String datasets) {
        SmallCompany company = SmallCompany.in(folder);
        company.write("bills/october.csv", BILL, 1_000);
        company.write("focus/invoices.csv", INVOICE_HEADING + SEPTEMBER + OCTOBER, 1_000);
        company.write("focus/commitments.csv", COMMITMENTS, 1_000);
        company.write("focus/periods.csv", PERIODS, 1_000);
        company.configure(
                "outputs:\n",
                "outputs:\n  - id: focus\n    content: focus\n    format: " + format
                        + "\n    path: out/{month}/focus\n    focus: {datasets: " + datasets + "}\n");
        return company;
    }
}
