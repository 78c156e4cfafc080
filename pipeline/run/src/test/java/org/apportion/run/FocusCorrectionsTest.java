package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apportion.lake.FocusCorrections;
import org.apportion.lake.FocusCorrections.Style;
import org.apportion.lake.LakeView;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.Tables;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corrections as FOCUS rows, beside the worked examples of the specification (Correction Handling). */
class FocusCorrectionsTest {
    private static final BillingMonth MAY = BillingMonth.of(2025, 5);
    private static final BillingMonth JUNE = BillingMonth.of(2025, 6);
    private static final String OWN = row("2025-05", "2025-05-01", "R-1", "10.00");

    @TempDir
    Path folder;

    /** 1500 for an hour of May arrive after May was closed: billed in June, incurred in May. */
    @Test
    void lateUsageOfAClosedMonthIsOneRowOfTheNextInLedgerStyle() {
        List<String> rows = corrections(OWN, OWN + row("2025-05", "2025-05-01", "", "1500"), Style.LEDGER);

        assertThat(rows)
                .containsExactly("2025-06-01 2025-07-01 2025-05-01 2025-05-02 Correction null null 1500 difference");
    }

    @Test
    void theSpecificationsLateUsageSaysTheSame() throws IOException {
        List<List<String>> golden = golden("closed__s2_late_arriving_usage_ledger.csv");
        List<String> heading = golden.get(0);
        List<String> row = golden.get(1);

        List<String> ours = corrections(OWN, OWN + row("2025-05", "2025-05-01", "", "1500"), Style.LEDGER);

        assertThat(ours).hasSameSizeAs(golden.subList(1, golden.size()));
        assertThat(ours.get(0))
                .isEqualTo(String.join(
                        " ",
                        day(row, heading, "BillingPeriodStart"),
                        day(row, heading, "BillingPeriodEnd"),
                        day(row, heading, "ChargePeriodStart"),
                        "2025-05-02",
                        row.get(heading.indexOf("ChargeClass")),
                        "null null",
                        row.get(heading.indexOf("BilledCost")),
                        "difference"));
    }

    /** 300 of 1500 belonged to another resource. */
    @Test
    void aPartialReallocationIsADecrementAndAnIncrement() {
        assertThat(corrections(original(), replacement(), Style.LEDGER))
                .containsExactly(
                        "2025-06-01 2025-07-01 2025-05-01 2025-05-02 Correction null R-111 -300 difference",
                        "2025-06-01 2025-07-01 2025-05-01 2025-05-02 Correction null R-222 300 difference");
    }

    @Test
    void inAccountingStyleTheOldRowIsReversedAndTheNewOneStated() {
        assertThat(corrections(original(), replacement(), Style.ACCOUNTING))
                .containsExactly(
                        "2025-06-01 2025-07-01 2025-05-01 2025-05-02 Correction null R-111 -1500 reversal",
                        "2025-06-01 2025-07-01 2025-05-01 2025-05-02 Correction null R-111 1200 replacement",
                        "2025-06-01 2025-07-01 2025-05-01 2025-05-02 Correction null R-222 300 replacement");
    }

    @Test
    void theSpecificationsReallocationHasTheSameResourcesAndAmounts() throws IOException {
        List<List<String>> golden = golden("open_current__s1_partial_reallocation_ledger.csv");
        int resource = golden.get(0).indexOf("ResourceId");
        int cost = golden.get(0).indexOf("BilledCost");

        assertThat(corrections(original(), replacement(), Style.LEDGER))
                .hasSize(golden.size() - 1)
                .allSatisfy(row -> assertThat(golden.stream().skip(1))
                        .anyMatch(one -> row.contains(" " + one.get(resource) + " " + one.get(cost) + " ")));
    }

    private static String original() {
        return row("2025-05", "2025-05-01", "R-111", "1500");
    }

    private static String replacement() {
        return row("2025-05", "2025-05-01", "R-111", "1200") + row("2025-05", "2025-05-01", "R-222", "300");
    }

    private static String row(String month, String day, String resource, String cost) {
        BillingMonth of = BillingMonth.parse(month);
        return SmallCompany.row("EUR", day + "T00", day + "T01", "Usage", "Compute", resource, cost, "")
                .replace(
                        "2026-10-01T00:00:00Z,2026-11-01T00:00:00Z",
                        of.firstDay() + "T00:00:00Z," + of.endDay() + "T00:00:00Z");
    }

    @Test
    void theBundleOfTheOpenMonthHoldsThem() {
        SmallCompany company = SmallCompany.in(folder.resolve("bundle"));
        company.configure("mapping: focus", "mapping: focus\n    slicing: file");
        company.configure(
                "outputs:\n",
                "outputs:\n  - id: focus\n    content: focus\n    path: out/{month}/focus\n    focus: {accept: [bills],"
                        + " corrections: accounting}\n");
        company.remove("bills/october.csv");
        company.write("bills/may.csv", SmallCompany.bill(List.of(row("2025-05", "2025-05-03", "R-1", "5.00"))), 1_000);
        company.write("bills/june.csv", SmallCompany.bill(List.of(row("2025-06", "2025-06-01", "R-1", "1.00"))), 1_000);
        run(company, MAY);
        try (Workspace workspace = company.open()) {
            new PeriodBooks(workspace, new PeriodBooks.Settings("tester", "", Duration.ofSeconds(30))).close(MAY);
        }
        company.write("bills/may.csv", SmallCompany.bill(List.of(row("2025-05", "2025-05-03", "R-1", "7.50"))), 2_000);

        run(company, JUNE);

        // What was there goes back, what is there now comes: 7.50 less 5.00 more than before.
        assertThat(company.text("out/2025-06/focus/cost_and_usage_corrections.csv")
                        .lines())
                .hasSize(3)
                .anyMatch(line -> line.contains(",reversal,2025-05,delivery,") && line.contains(",-5,"))
                .anyMatch(line -> line.contains(",replacement,2025-05,delivery,") && line.contains(",7.5,"));
        assertThat(company.text("out/2025-06/focus/manifest.json")).contains("cost_and_usage_corrections.csv");
    }

    /** Closes May with one bill and runs June with another of May. */
    private List<String> corrections(String before, String after, Style style) {
        SmallCompany company = SmallCompany.in(folder.resolve("company-" + style + after.length()));
        company.configure("mapping: focus", "mapping: focus\n    slicing: file");
        company.remove("bills/october.csv");
        company.write("bills/may.csv", SmallCompany.bill(List.of(before)), 1_000);
        company.write("bills/june.csv", SmallCompany.bill(List.of(row("2025-06", "2025-06-01", "R-1", "1.00"))), 1_000);
        run(company, MAY);
        try (Workspace workspace = company.open()) {
            new PeriodBooks(workspace, new PeriodBooks.Settings("tester", "", Duration.ofSeconds(30))).close(MAY);
        }
        company.write("bills/may.csv", SmallCompany.bill(List.of(after)), 2_000);
        run(company, JUNE);
        try (Workspace workspace = company.open()) {
            LakeView view = workspace.lake().current();
            return workspace
                    .engine()
                    .query(
                            "SELECT CAST(CAST(\"BillingPeriodStart\" AS DATE) AS VARCHAR) || ' ' ||"
                                    + " CAST(CAST(\"BillingPeriodEnd\" AS DATE) AS VARCHAR) || ' ' ||"
                                    + " CAST(CAST(\"ChargePeriodStart\" AS DATE) AS VARCHAR) || ' ' ||"
                                    + " CAST(CAST(\"ChargePeriodEnd\" AS DATE) AS VARCHAR), \"ChargeClass\", \"InvoiceId\","
                                    + " \"ResourceId\", amount, x_CorrectionStep FROM ("
                                    + FocusCorrections.select(
                                            workspace.engine().dialect(),
                                            style,
                                            view.relation(Tables.CORRECTION),
                                            view.relation(Tables.RECORD_GROUP))
                                    + ") AS f ORDER BY \"ResourceId\", amount",
                            row -> row.text(0) + " " + row.text(1) + " " + row.text(2) + " " + row.text(3) + " "
                                    + TwoMonths.plain(Objects.requireNonNull(row.decimal(4))) + " " + row.text(5));
        }
    }

    private static void run(SmallCompany company, BillingMonth month) {
        try (Workspace workspace = company.open()) {
            SmallCompany.imports(workspace);
            new MonthRun(workspace, SmallCompany.settings(false), Progress.NONE).run(month);
        }
    }

    /** Lines of a worked example; they hold no quoted cells. */
    private static List<List<String>> golden(String name) throws IOException {
        String data = System.getenv("APPORTION_DATA");
        assumeTrue(data != null, "APPORTION_DATA does not name the folder of provider files");
        List<List<String>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(data, "focus", "corrections", name))) {
            if (!line.isBlank()) {
                lines.add(Arrays.asList(line.split(",", -1)));
            }
        }
        return lines;
    }

    private static String day(List<String> row, List<String> heading, String column) {
        return row.get(heading.indexOf(column)).substring(0, 10);
    }
}
