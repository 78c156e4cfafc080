package org.apportion.publish.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.zip.GZIPInputStream;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.publish.conformance.CheckedFile.CheckedColumn;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
import org.apportion.spi.FileScans.CsvFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Realistic files of other tools; the checker must neither miss their version nor invent violations. */
class ProviderFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "focus_1.2_cost_and_usage_aws_4000.csv.gz,1.2",
        "focus_1.2_cost_and_usage_azure_4000.csv.gz,1.2",
        "focus_1.2_cost_and_usage_gcp_4000.csv.gz,1.2",
        "focus_1.3_cost_and_usage_aws_4000.csv.gz,1.3",
        "focus_1.3_contract_commitment_gcp.csv.gz,1.3",
        "focus_1.4_aws_bundle/cost_and_usage.csv.gz,1.4",
        "focus_1.4_aws_bundle/billing_period.csv.gz,1.4",
        "focus_1.4_aws_bundle/invoice_detail.csv.gz,1.4",
        "focus_1.4_aws_bundle/contract_commitment.csv.gz,1.4"
    })
    void filesThatPassAnotherValidatorConform(String file, String version) throws IOException {
        ConformanceReport report = check(data("focus/" + file));
        assertThat(report.version().text()).isEqualTo(version);
        assertThat(report.findings().stream().map(Finding::toString)).isEmpty();
    }

    @Test
    void aRealExportOfFocusOneIsToldWhatItBreaks() throws IOException {
        ConformanceReport report = check(data("focus/focus_1.0_sample.csv.gz"));
        assertThat(report.version().text()).isEqualTo("1.0");
        assertThat(report.rows()).isEqualTo(1000);
        assertThat(report.conforms()).isFalse();
        // It writes the text NULL for null, and times without T and Z.
        assertThat(report.findings())
                .extracting(Finding::rule, Finding::rows)
                .contains(
                        tuple("ChargePeriodStart-format", 1000L),
                        tuple("ChargeClass-value", 1000L),
                        tuple("ChargeFrequency-value", 7L),
                        tuple("ServiceName-one-category", 1L))
                .hasSize(19);
    }

    private static Path data(String name) {
        String data = System.getenv("APPORTION_DATA");
        Assumptions.assumeTrue(data != null, "APPORTION_DATA names no folder of provider files");
        Path file = Path.of(data, name);
        Assumptions.assumeTrue(Files.exists(file), "there is no " + name);
        return file;
    }

    private ConformanceReport check(Path file) throws IOException {
        try (Engine engine = ServiceLoader.load(EngineProvider.class)
                .findFirst()
                .orElseThrow()
                .open(new EngineSettings("duckdb", "512MB", 2, folder.resolve("tmp")))) {
            List<String> columns = heading(file);
            CsvFile csv = new CsvFile(file, ',', '"', StandardCharsets.UTF_8, 0, columns, null, false);
            CheckedFile checked = new CheckedFile(
                    String.valueOf(file.getFileName()),
                    engine.scans().csv(csv),
                    columns.stream()
                            .map(name -> new CheckedColumn(name, "VARCHAR"))
                            .toList());
            FocusDataset dataset = FocusRules.detectDataset(columns).orElseThrow();
            FocusVersion version = FocusRules.detectVersion(dataset, columns);
            return new ConformanceCheck(engine).check(checked, FocusRules.of(dataset, version));
        }
    }

    private static List<String> heading(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return List.of(reader.readLine().replace("\"", "").split(","));
        }
    }
}
