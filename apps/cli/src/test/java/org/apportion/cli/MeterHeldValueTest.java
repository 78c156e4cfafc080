package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With missing_samples: hold_last a period without samples is billed by the last value before it. */
final class MeterHeldValueTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatWasHeldIsExplainedByTheSampleOfItsTime() throws IOException {
        Path config = Files.writeString(folder.resolve("config.yaml"), """
                billing_interval: hourly
                query_interval: 60
                reporting_interval: 0
                trial_periods: 0
                late_samples: adjust
                missing_samples: hold_last
                usage: {name: file, path: usage.csv}
                marketplace: {name: local, folder: .}
                store: {name: local, folder: .}
                ledger: {url: "jdbc:sqlite:ledger.db"}
                usage_metrics:
                  nodes:
                    usage_aggregation: maximum
                    consumption_reporting: volume
                    dimensions: [{dimension: node}]
                """);
        Path usage = Files.writeString(folder.resolve("usage.csv"), "reporting_time,nodes\n2026-01-05T10:10:00Z,2\n");
        try (PastMeter past = PastMeter.started(config, "2026-01-05T10:00:00Z")) {
            past.tick(Duration.ofMinutes(15));
            past.tick(Duration.ofMinutes(45));
            past.tick(Duration.ofHours(1));
            Files.writeString(usage, "2026-01-05T10:55:00Z,50\n", StandardOpenOption.APPEND);
            past.tick(Duration.ofMinutes(1));
        }
        Matcher charge = Pattern.compile("(?m)^([0-9a-f]{12}),.*,2026-01-05T11:00:00Z,.*")
                .matcher(Cli.run("meter", "charges", "-o", "csv", "-c", config.toString())
                        .out());
        assertThat(charge.find()).isTrue();

        Cli.Answer answer = Cli.run("meter", "explain", charge.group(1), "-c", config.toString());

        assertThat(answer.out()).contains("Quantity 2, accepted", "Computed again: 2, the same.");
        assertThat(answer.code()).isZero();
    }
}
