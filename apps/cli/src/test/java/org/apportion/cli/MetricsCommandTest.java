package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A month of 4.00 EUR of the team shop and 1.00 of nobody, both in its first hour. */
class MetricsCommandTest {
    @TempDir
    static Path folder;

    private static String config = "";

    @BeforeAll
    static void runTheMonth() {
        config = Company.in(folder).config();
        Cli.run("run", "-m", "2026-10", "-c", config);
    }

    @Test
    void theExportIsOpenMetricsAndItsSumIsTold() {
        Cli.Answer answer = ask("metrics export -m 2026-10 --by unit");

        assertThat(answer.code()).isZero();
        assertThat(answer.out()).isEqualTo("""
                # TYPE apportion_cost_hourly gauge
                # HELP apportion_cost_hourly Charges that arose in the hour that begins at the time of the sample.
                apportion_cost_hourly{billing_month="2026-10",currency="EUR",unit="(unallocated)"} 1 1790812800
                apportion_cost_hourly{billing_month="2026-10",currency="EUR",unit="shop"} 4 1790812800
                # EOF
                """);
        assertThat(answer.err()).isEqualTo("2 samples of 2 series, together 5 EUR.\n");
    }

    @Test
    void daysWithoutChargesGiveAnEmptyFile() {
        Cli.Answer answer = ask("metrics export --from 2026-10-02 --to 2026-10-03 --step day");

        assertThat(answer.code()).isZero();
        assertThat(answer.out()).endsWith("# EOF\n").doesNotContain("{");
        assertThat(answer.err()).isEqualTo("0 samples of 0 series, no charges.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics",
                "metrics export --from 2026-10-01",
                "metrics export --to 2026-10-01",
                "metrics export --from 2026-10-02 --to 2026-10-02",
                "metrics export -m 2026-10 --from 2026-10-01 --to 2026-10-02",
                "metrics export --step week",
                "metrics export --by day",
                "metrics export --by foo"
            })
    void aWrongCallIsRefused(String call) {
        Cli.Answer answer = ask(call);

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
    }

    private static Cli.Answer ask(String call) {
        List<String> words = new ArrayList<>(List.of(call.split(" ")));
        if (words.size() > 1) {
            words.addAll(List.of("-c", config));
        }
        return Cli.run(words.toArray(String[]::new));
    }
}
