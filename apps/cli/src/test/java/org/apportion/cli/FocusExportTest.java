package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo month of three clouds as FOCUS bundles. */
class FocusExportTest {
    @TempDir
    Path folder;

    @Test
    void theDemoMonthBecomesABundle() throws IOException {
        FolderCopy.copy(Path.of("../../examples/demo"), folder);
        Path config = folder.resolve("apportion.yaml");
        String text = Files.readString(config);
        Files.writeString(
                config,
                text.replace(
                        "outputs:\n",
                        "outputs:\n"
                                + "  - id: focus\n    content: focus\n    format: parquet\n    path: out/{month}/focus\n"
                                + "    focus: {accept: [bills]}\n"
                                + "  - id: mine\n    content: focus-internal\n    path: out/{month}/internal\n"));

        Cli.Answer answer = Cli.run("run", "-q", "--month", "2026-10", "-c", config.toString());

        assertThat(answer.code()).isZero();
        // The effective cost of the month, as the run's summary states it.
        assertThat(Files.readString(folder.resolve("out/2026-10/focus/manifest.json")))
                .contains("\"EUR\": \"19082.967866496235995213\"", "\"USD\": \"119701.1398707424403564\"");
        assertThat(Files.readString(folder.resolve("out/2026-10/focus/allocation_methods.json")))
                .contains("@1\": \"when ");
        Cli.Answer check = Cli.run(
                "check-focus",
                "-q",
                "--strict",
                folder.resolve("out/2026-10/internal/cost_and_usage.csv").toString());
        assertThat(check.out()).contains("cost_and_usage.csv: FOCUS 1.4 cost-and-usage, ", "no MUST rule is broken.");
        assertThat(check.code()).isZero();
    }

    @Test
    void aRuleThatFocusDoesNotHaveIsToldByCheck() {
        Company company = Company.in(folder);
        company.configure("content: charges", "content: focus\n    focus: {accept: [BilledCost-is-nice]}");

        Cli.Answer answer = Cli.run("check", "-c", company.config());

        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.err())
                .startsWith("PUBLISH_RULE_UNKNOWN " + company.config() + ":")
                .contains(
                        "focus.accept of the output charges names 'BilledCost-is-nice', which is no rule of FOCUS 1.4."
                                + " Take the ids from 'apportion check-focus' or conformance.json, or write bills.");
    }
}
