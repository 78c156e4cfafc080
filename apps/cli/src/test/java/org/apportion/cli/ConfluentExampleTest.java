package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that needs no account. */
class ConfluentExampleTest {
    @TempDir
    Path folder;

    @Test
    void recordedAnswersBecomeChargesOfEveryCent() {
        ConfluentExample.copyTo(folder);
        String config = folder.resolve("apportion.yaml").toString();

        Cli.Answer run = Cli.run("run", "--month", "2026-10", "-c", config);

        // Three days of 159.02, less a credit of 25.00.
        assertThat(run.err() + run.out()).contains("billed 452.06").contains("charged 452.06");
        assertThat(run.code()).isZero();
        Cli.Answer report = Cli.run("report", "--month", "2026-10", "--by", "unit", "-o", "csv", "-c", config);
        assertThat(report.out()).contains("shop", "finance", "platform");
        Cli.Answer again = Cli.run("fetch", "--month", "2026-10", "-o", "csv", "-c", config);
        assertThat(again.out()).contains(",done,").contains(",0,0,");
    }
}
