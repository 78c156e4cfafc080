package org.apportion.run;

import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apportion.model.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What published FOCUS bundles say of their period after the month was closed or opened again. */
class ClosedBundleTest {
    private static final String PERIOD = "2026-10-01T00:00:00Z";
    private static final String OPEN =
            "2027-01-30T06:00:00Z,2026-11-01T00:00:00Z,2027-01-30T06:00:00Z," + PERIOD + ",Open,";
    private static final String CLOSED =
            "2027-01-30T06:00:00Z,2026-11-01T00:00:00Z,2027-01-30T07:00:00Z," + PERIOD + ",Closed,";

    @TempDir
    Path folder;

    private TwoMonths months;

    @BeforeEach
    void bundles() {
        months = TwoMonths.in(folder);
        months.company.write(
                "periods.csv",
                "BillingPeriodCreated,BillingPeriodEnd,BillingPeriodLastUpdated,BillingPeriodStart,BillingPeriodStatus,"
                        + "InvoiceIssuerName\n2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-11-03T00:00:00Z," + PERIOD
                        + ",Open,Cloud\n",
                1_000);
        months.company.configure(
                "outputs:\n",
                "outputs:\n  - id: internal\n    content: focus-internal\n    path: out/{month}/internal\n"
                        + "    focus: {provider: Platform}\n  - id: provider\n    content: focus\n"
                        + "    path: out/{month}/provider\n    focus: {accept: [bills], datasets: [periods.csv]}\n");
    }

    private void runAndClose() {
        months.run(OCTOBER);
        months.company.clock.advance(Duration.ofHours(1));
        months.close(OCTOBER);
    }

    @Test
    void aClosedMonthIsAClosedPeriodAndNothingElseChanges() {
        months.run(OCTOBER);
        assertThat(periods("internal")).containsExactly(OPEN + "Platform");
        Map<String, String> before = files("provider");
        months.company.clock.advance(Duration.ofHours(1));

        months.close(OCTOBER);

        assertThat(periods("internal")).containsExactly(CLOSED + "Platform");
        assertThat(periods("provider")).contains(CLOSED + "bills");
        Map<String, String> after = files("provider");
        String hash = Sha256.hex(months.company.text("out/2026-10/provider/billing_period.csv"));
        assertThat(after.get("manifest.json")).contains("\"billing_period.csv\": \"" + hash + "\"");
        assertThat(after.keySet()).isEqualTo(before.keySet());
        for (String changed : List.of("billing_period.csv", "manifest.json")) {
            before.remove(changed);
            after.remove(changed);
        }
        assertThat(after).isEqualTo(before);
    }

    @Test
    void whatAProviderSaysOfItsPeriodStays() {
        runAndClose();

        assertThat(periods("provider"))
                .contains("2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-11-03T00:00:00Z," + PERIOD + ",Open,Cloud");
    }

    @Test
    void closingAgainMendsABundleThatWasNotTold() {
        months.run(OCTOBER);
        String untold = months.company.text("out/2026-10/internal/billing_period.csv");
        months.company.clock.advance(Duration.ofHours(1));
        months.close(OCTOBER);
        Map<String, String> told = files("internal");
        months.company.write("out/2026-10/internal/billing_period.csv", untold, 1_000);
        months.company.clock.advance(Duration.ofHours(1));

        months.close(OCTOBER);

        assertThat(files("internal")).isEqualTo(told);
    }

    @Test
    void aMonthThatIsOpenAgainIsAnOpenPeriod() {
        runAndClose();
        months.company.clock.advance(Duration.ofHours(1));

        try (Workspace workspace = months.company.open()) {
            TwoMonths.books(workspace).reopen(OCTOBER, "wrong bill", Set.of());
        }

        assertThat(periods("internal"))
                .singleElement()
                .satisfies(row -> assertThat(row).contains("2027-01-30T08:00:00Z", ",Open,Platform"));
    }

    @Test
    void parquetIsToldAsWellAndABundleThatWasTakenAwayIsNotMissed() {
        months.company.configure("content: focus-internal\n", "content: focus-internal\n    format: parquet\n");
        months.run(OCTOBER);
        months.company.clock.advance(Duration.ofHours(1));
        months.company.remove("out/2026-10/provider/manifest.json");

        months.close(OCTOBER);

        try (Workspace workspace = months.company.open()) {
            Path file = months.company.folder().resolve("out/2026-10/internal/billing_period.parquet");
            assertThat(workspace
                            .engine()
                            .query(
                                    "SELECT \"BillingPeriodStatus\", CAST(\"BillingPeriodLastUpdated\" AS VARCHAR) FROM"
                                            + " read_parquet('" + file + "')",
                                    row -> row.text(0) + " " + row.text(1)))
                    .containsExactly("Closed 2027-01-30 07:00:00");
        }
        assertThat(periods("provider")).contains(OPEN + "bills");
    }

    private List<String> periods(String output) {
        return months.company
                .text("out/2026-10/" + output + "/billing_period.csv")
                .lines()
                .skip(1)
                .toList();
    }

    private Map<String, String> files(String output) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(months.company.folder().resolve("out/2026-10/" + output))) {
            for (Path file : all.toList()) {
                files.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
