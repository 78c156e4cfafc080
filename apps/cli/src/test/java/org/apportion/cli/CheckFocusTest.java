package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckFocusTest {
    private static final String HEADING =
            "BilledCost,EffectiveCost,ListCost,ContractedCost,BillingCurrency,BillingAccountId,BillingAccountName,"
                    + "BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeClass,"
                    + "ChargeDescription,ServiceCategory,ServiceName,ProviderName,PublisherName,InvoiceIssuerName,"
                    + "PricingQuantity,PricingUnit\n";
    private static final String TAX = "1.00,1.00,1.00,1.00,USD,1,a,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,"
            + "2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,Tax,,VAT,Other,Tax,P,P,P,,\n";

    @TempDir
    Path folder;

    @Test
    void aSoundFileOfFocusOneConforms() throws IOException {
        Path file = Files.writeString(folder.resolve("bill.csv"), HEADING + TAX);
        Cli.Answer answer = Cli.run("check-focus", "-q", "--strict", file.toString());
        assertThat(answer.code()).isZero();
        assertThat(answer.out()).contains("bill.csv: FOCUS 1.0 cost-and-usage, 1 rows,", "no MUST rule is broken.");
    }

    @Test
    void brokenRulesAreToldWithTheirFirstRowAndEndAStrictCheck() throws IOException {
        Path file = Files.writeString(
                folder.resolve("bill.csv"),
                HEADING + TAX + TAX.replace("Tax,,", "Tex,,").replace("USD", "Dollar"));
        Cli.Answer lenient = Cli.run("check-focus", "-q", file.toString());
        assertThat(lenient.code()).isZero();
        assertThat(lenient.out())
                .contains("ChargeCategory-value", "First row: ChargeCategory = Tex.", "it does not conform.");
        assertThat(Cli.run("check-focus", "-q", "--strict", file.toString()).code())
                .isEqualTo(ExitCode.CHECK.number());
    }

    @Test
    void anotherVersionCanBeAskedFor() throws IOException {
        Path file = Files.writeString(folder.resolve("bill.csv"), HEADING + TAX);
        Cli.Answer answer = Cli.run("check-focus", "-q", "--focus", "1.4", "--output", "csv", file.toString());
        // The providers' columns have other names in 1.4.
        assertThat(answer.out()).contains("ServiceProviderName-present", "HostProviderName-present");
    }

    @Test
    void invoicesAreComparedWithTheirCharges() throws IOException {
        String heading = HEADING.replace("\n", ",InvoiceId\n");
        String charge = TAX.replace("Tax,,VAT", "Credit,,Refund").replace("\n", ",I-1\n");
        Path bill = Files.writeString(folder.resolve("bill.csv"), heading + charge + charge);
        Path invoices = Files.writeString(
                folder.resolve("invoices.csv"),
                "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,"
                        + "InvoiceDetailCreated,InvoiceDetailDescription,InvoiceDetailGrain,InvoiceDetailId,"
                        + "InvoiceDetailLastUpdated,InvoiceId,InvoiceIssueDate,InvoiceIssueStatus,InvoiceIssuerName,"
                        + "PaymentDueDate,PaymentTerms,ReferenceInvoiceId\n"
                        + "5.50,1,USD,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,Credit,2026-11-01T00:00:00Z,,,L-1,"
                        + "2026-11-01T00:00:00Z,I-1,2026-11-01T00:00:00Z,Issued,P,,Net 30,I-1\n");

        Cli.Answer answer = Cli.run("check-focus", "-q", "--strict", "-o", "csv", bill.toString(), invoices.toString());

        // Two charges of 1.00 against 5.50.
        assertThat(answer.out())
                .contains("invoices.csv,BilledCost-of-invoice,MUST,BilledCost,2,0,")
                .contains(
                        "InvoiceId = I-1, InvoiceIssuerName = P, allowed = 1 USD, charged = 2 USD, difference = 3.5 USD,"
                                + " invoiced = 5.5 USD.");
        assertThat(answer.code()).isEqualTo(ExitCode.CHECK.number());
        assertThat(Cli.run("check-focus", "-q", bill.toString(), invoices.toString())
                        .out())
                .contains("invoices.csv: Invoices compared with their charges: 1; sums that differ: 1; lines left out");
    }

    @Test
    void aFileWithoutFocusColumnsIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("bill.csv"), "a,b\n1,2\n");
        Cli.Answer answer = Cli.run("check-focus", "-q", file.toString());
        assertThat(answer.code()).isEqualTo(ExitCode.INPUT.number());
        assertThat(answer.err()).contains("RUN_FOCUS_UNKNOWN", "those of no FOCUS dataset");
    }
}
