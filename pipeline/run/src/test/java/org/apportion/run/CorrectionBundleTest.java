package org.apportion.run;

import static org.apportion.run.TwoMonths.NOVEMBER;
import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bundles of an open month say of closed months whose bills were restated. */
class CorrectionBundleTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private TwoMonths months;

    @BeforeEach
    void bundles() {
        months = TwoMonths.in(folder);
        months.company.configure(
                "outputs:\n",
                "outputs:\n  - id: internal\n    content: focus-internal\n    path: out/{month}/internal\n"
                        + "    focus: {provider: Platform}\n  - id: provider\n    content: focus\n"
                        + "    path: out/{month}/provider\n    focus: {accept: [bills]}\n");
    }

    @Test
    void theInternalViewNamesCorrections() {
        months.run(OCTOBER);
        months.close(OCTOBER);
        months.october("12.00", 2_000);

        months.run(NOVEMBER);

        List<NamedCsvRecord> rows = rows("out/2026-11/internal/cost_and_usage.csv");
        assertThat(rows).filteredOn(row -> row.getField("x_Kind").equals("correction"))
                .isNotEmpty()
                .allSatisfy(row -> {
                    assertThat(row.getField("ChargeClass")).isEqualTo("Correction");
                    assertThat(row.getField("ChargeCategory")).isEqualTo("Usage");
                    assertThat(row.getField("ChargeFrequency")).isEqualTo("Usage-Based");
                    assertThat(row.getField("ChargePeriodStart")).startsWith("2026-10-01");
                    assertThat(row.getField("BillingPeriodStart")).startsWith("2026-11-01");
                });
        assertThat(rows).filteredOn(row -> !row.getField("x_Kind").equals("correction"))
                .isNotEmpty()
                .allMatch(row -> row.getField("ChargeClass").isEmpty());
    }

    private List<NamedCsvRecord> rows(String file) {
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().ofNamedCsvRecord(months.company.file(file))) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
