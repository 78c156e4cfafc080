package org.apportion.publish.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.publish.conformance.CheckedFile.CheckedColumn;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of invoices as FOCUS 1.4 asks for them; amounts in EUR unless a test says otherwise. */
class InvoiceCheckTest {
    private static final String OCTOBER = "2026-10-01T00:00:00Z";
    private static final String SEPTEMBER = "2026-09-01T00:00:00Z";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Engine engine;

    private final List<Object[]> charges = new ArrayList<>();
    private final List<Object[]> lines = new ArrayList<>();

    @BeforeEach
    void open() {
        engine = ServiceLoader.load(EngineProvider.class)
                .findFirst()
                .orElseThrow()
                .open(new EngineSettings("duckdb", "512MB", 1, folder.resolve("tmp")));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** The four scenarios of the appendix, and a currency without cents. */
    @ParameterizedTest
    @CsvSource({
        "USD, 5, 12.50, 12.52, 1.00, false",
        "USD, 5, 10.00, 15.00, 1.00, true",
        "USD, 1000000, 5000000.00, 5000004.50, 5.00, false",
        "USD, 1000000, 5000000.00, 5000015.00, 5.00, true",
        "JPY, 5, 1000, 1100, 100, false"
    })
    void theToleranceIsThatOfTheStandard(
            String currency,
            long rows,
            BigDecimal charged,
            BigDecimal invoiced,
            BigDecimal tolerance,
            boolean tooLarge) {
        InvoiceDifference one = new InvoiceDifference("Cloud", "I-1", "", currency, rows, charged, invoiced);
        assertThat(one.tolerance()).isEqualByComparingTo(tolerance);
        assertThat(one.isTooLarge()).isEqualTo(tooLarge);
    }

    @Test
    void theInvoiceIsToldWithBothSumsAndTheirDifference() {
        charge("a", OCTOBER, "I-1", null, "Usage", "4");
        charge("a", OCTOBER, "I-1", null, "Purchase", "5");
        charge("a", OCTOBER, "I-2", null, "Usage", "7");
        line("a", OCTOBER, "I-1", "L-1", "Usage", "12", "Issued");
        line("a", OCTOBER, "I-2", "L-1", "Usage", "7.01", "Issued");

        // 4 + 5 = 9 of 12.
        assertThat(compared().differences())
                .extracting(InvoiceDifference::text)
                .containsExactly("invoice I-1 of Cloud: 12 EUR invoiced, 9 EUR charged, 3 EUR apart, 1 EUR allowed");
        assertThat(compared().compared()).isEqualTo(2);
    }

    @Test
    void taxesAndOpenInvoicesMayDiffer() {
        charge("a", OCTOBER, "I-1", null, "Usage", "10");
        charge("a", OCTOBER, "I-2", null, "Usage", "10");
        line("a", OCTOBER, "I-1", "L-1", "Usage", "10", "Issued");
        line("a", OCTOBER, "I-1", "L-2", "Tax", "1.90", "Issued");
        line("a", OCTOBER, "I-2", "L-3", "Usage", "99", "Open");

        assertThat(compared().agrees()).isTrue();
        assertThat(compared().compared()).isEqualTo(1);
    }

    @Test
    void anInvoiceMayCoverSeveralAccountsAndPeriods() {
        charge("a", OCTOBER, "I-1", null, "Usage", "10");
        charge("b", OCTOBER, "I-1", null, "Usage", "20");
        charge("b", SEPTEMBER, "I-1", null, "Adjustment", "-5");
        line("a", OCTOBER, "I-1", "L-1", "Usage", "30", "Issued");
        line("b", OCTOBER, "I-1", "L-2", "Usage", "0", "Issued");
        line("b", SEPTEMBER, "I-1", "L-3", "Adjustment", "-5", "Issued");

        // 10 + 20 - 5 = 30 + 0 - 5.
        assertThat(compared().agrees()).isTrue();
    }

    @Test
    void aLineOfThePayingAccountCoversChargesOfItsOthersAndOfEarlierPeriods() {
        charge("a", OCTOBER, "I-1", "", "Usage", "10");
        charge("b", OCTOBER, "I-1", "", "Usage", "15");
        charge("a", SEPTEMBER, "I-1", "", "Usage", "5");
        line("a", OCTOBER, "I-1", "L-1", "Usage", "30", "Issued");

        // 10 + 15 + 5 = 30.
        assertThat(compared()).isEqualTo(new InvoiceReport(1, 0, List.of(), 0));
    }

    @Test
    void chargesOfAnInvoiceThatIsNotThereAreNotComparedWhereNothingOfTheirAccountIsInvoiced() {
        charge("a", OCTOBER, "I-1", "", "Usage", "10");
        charge("b", OCTOBER, "I-2", "", "Usage", "20");
        line("a", OCTOBER, "I-1", "L-1", "Usage", "10", "Issued");

        assertThat(compared()).isEqualTo(new InvoiceReport(1, 0, List.of(), 0));
    }

    @Test
    void aBillOfOneMonthAndAccountIsComparedWithItsPartOfTheInvoices() {
        charge("a", OCTOBER, "I-1", null, "Usage", "10");
        line("a", OCTOBER, "I-1", "L-1", "Usage", "10", "Issued");
        line("b", OCTOBER, "I-1", "L-2", "Usage", "20", "Issued");
        line("a", SEPTEMBER, "I-0", "L-3", "Usage", "30", "Issued");

        assertThat(compared().agrees()).isTrue();
        assertThat(compared().leftOut()).isEqualTo(2);
    }

    @Test
    void anInvoiceWithoutChargesAndChargesWithoutInvoiceDiffer() {
        charge("a", OCTOBER, "I-1", null, "Usage", "10");
        line("a", OCTOBER, "I-2", "L-1", "Usage", "20", "Issued");

        assertThat(compared().differences())
                .extracting(InvoiceDifference::text)
                .containsExactly(
                        "invoice I-1 of Cloud: 0 EUR invoiced, 10 EUR charged, 10 EUR apart, 1 EUR allowed",
                        "invoice I-2 of Cloud: 20 EUR invoiced, 0 EUR charged, 20 EUR apart, 1 EUR allowed");
    }

    @Test
    void aChargeThatNamesNoInvoiceYetIsNotCompared() {
        charge("a", OCTOBER, null, null, "Usage", "10");
        line("a", OCTOBER, "I-1", "L-1", "Usage", "10", "Issued");

        assertThat(compared()).isEqualTo(new InvoiceReport(0, 0, List.of(), 1));
    }

    @Test
    void whereChargesNameLinesEachLineIsComparedTaxesToo() {
        charge("a", OCTOBER, "I-1", "L-1", "Usage", "10");
        charge("a", OCTOBER, "I-1", "L-2", "Usage", "20");
        charge("a", OCTOBER, "I-1", "L-3", "Tax", "3");
        line("a", OCTOBER, "I-1", "L-1", "Usage", "12", "Issued");
        line("a", OCTOBER, "I-1", "L-2", "Usage", "18", "Issued");
        line("a", OCTOBER, "I-1", "L-3", "Tax", "5.70", "Issued");

        // 10 + 20 = 12 + 18, but no line is right.
        assertThat(compared().differences())
                .extracting(InvoiceDifference::rule, InvoiceDifference::text)
                .containsExactly(
                        ofLine("line L-1 of invoice I-1 of Cloud: 12 EUR invoiced, 10 EUR charged, 2 EUR apart"),
                        ofLine("line L-2 of invoice I-1 of Cloud: 18 EUR invoiced, 20 EUR charged, 2 EUR apart"),
                        ofLine("line L-3 of invoice I-1 of Cloud: 5.7 EUR invoiced, 3 EUR charged, 2.7 EUR apart"));
    }

    private static org.assertj.core.groups.Tuple ofLine(String text) {
        return org.assertj.core.api.Assertions.tuple(InvoiceCheck.OF_LINE, text + ", 1 EUR allowed");
    }

    private void charge(
            String account,
            String period,
            @Nullable String invoice,
            @Nullable String line,
            String category,
            String cost) {
        charges.add(row(account, period, invoice, line, category, cost, null, charges.size() + 1));
    }

    private void line(
            String account, String period, String invoice, String line, String category, String cost, String status) {
        lines.add(row(account, period, invoice, line, category, cost, status, lines.size() + 1));
    }

    private static Object[] row(
            String account,
            String period,
            @Nullable String invoice,
            @Nullable String line,
            String category,
            String cost,
            @Nullable String status,
            long number) {
        @Nullable
        Object[] cells = {
            "Cloud",
            account,
            Instant.parse(period),
            invoice,
            line,
            "EUR",
            category,
            new BigDecimal(cost),
            status,
            number
        };
        return cells;
    }

    private InvoiceReport compared() {
        InvoiceCheck check = new InvoiceCheck(engine);
        return check.compare(
                List.of(check.sums(file("charges", charges), FocusDataset.COST_AND_USAGE)),
                List.of(check.sums(file("lines", lines), FocusDataset.INVOICE_DETAIL)));
    }

    private CheckedFile file(String name, List<Object[]> rows) {
        List<Column> columns = List.of(
                Column.optional("InvoiceIssuerName", ColumnType.STRING, "Text."),
                Column.optional("BillingAccountId", ColumnType.STRING, "Text."),
                Column.optional("BillingPeriodStart", ColumnType.TIMESTAMP, "Time."),
                Column.optional("InvoiceId", ColumnType.STRING, "Text."),
                Column.optional("InvoiceDetailId", ColumnType.STRING, "Text."),
                Column.optional("BillingCurrency", ColumnType.STRING, "Text."),
                Column.optional("ChargeCategory", ColumnType.STRING, "Text."),
                Column.optional("BilledCost", ColumnType.MONEY, "Amount."),
                Column.optional("InvoiceIssueStatus", ColumnType.STRING, "Text."),
                Column.required("x_row", ColumnType.BIGINT, "Row."));
        engine.load(name, columns, rows);
        List<CheckedColumn> checked = columns.stream()
                .limit(columns.size() - 1)
                .map(column -> new CheckedColumn(column.name(), engine.dialect().type(column.type())))
                .toList();
        return new CheckedFile(name, name, checked);
    }
}
