package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apportion.spi.metering.MeterAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charges that are explained by more than their own period: sums of several, and what a person decided. */
final class MeterExplainTest {
    private static final String START = "2026-01-05T10:00:00Z";

    @TempDir
    private Path folder = Path.of("");

    private Path config = Path.of("");

    @BeforeEach
    void configure() throws IOException {
        config = Files.writeString(folder.resolve("config.yaml"), """
                billing_interval: test
                query_interval: 60
                reporting_interval: 0
                trial_periods: 0
                api: no_data_query
                marketplace: {name: local, folder: ., one-record-per-hour: "true", late-window-hours: "1"}
                store: {name: local, folder: .}
                ledger: {url: "jdbc:sqlite:ledger.db"}
                usage_metrics:
                  seats:
                    usage_aggregation: maximum
                    consumption_reporting: volume
                    minimum_consumption: 5
                    dimensions: [{dimension: seat}]
                """);
    }

    private Cli.Answer meter(String... words) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 3);
        System.arraycopy(words, 0, all, 1, words.length);
        all[0] = "meter";
        all[words.length + 1] = "-c";
        all[words.length + 2] = config.toString();
        return Cli.run(all);
    }

    private List<String> charges() {
        return Pattern.compile("(?m)^([0-9a-f]{12}),")
                .matcher(meter("charges", "-o", "csv").out())
                .results()
                .map(MatchResult::group)
                .map(text -> text.replace(",", ""))
                .toList();
    }

    @Test
    void aRecordThatBillsSeveralPeriodsIsExplainedByEachOfThem() throws IOException {
        try (PastMeter past = PastMeter.started(config, START)) {
            for (int minute = 1; minute <= 4; minute++) {
                past.tick(Duration.ofMinutes(1));
            }
            // The hour of 10:00 is taken by the first period; the others of that hour wait for the next and are one
            // record.
            past.tick(Duration.ofMinutes(41));
            for (int minute = 46; minute <= 62; minute++) {
                past.tick(Duration.ofMinutes(1));
            }
        }
        String metered = Files.readString(folder.resolve("metered.ndjson"));
        String record = metered.replaceFirst(
                "(?s).*\"key\":\"([0-9a-f]+)\",\"dimension\":\"seat\",\"quantity\":\"(?!5\").*", "$1");

        Cli.Answer answer = meter("explain", record);

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out())
                .contains("from 2026-01-05T10:45:00Z to 2026-01-05T10:50:00Z")
                .contains("from 2026-01-05T10:50:00Z to 2026-01-05T10:55:00Z");
        assertThat(answer.out().split("Charge ", -1)).hasSizeGreaterThan(2);
    }

    @Test
    void aChargeThatAPersonBilledUnderAnotherDimensionIsComputedAgainFromItsOrigin() {
        MeterAnswer rejected = new MeterAnswer.Rejected("InvalidUsageDimension", "", OneAnswer.EVIDENCE);
        try (PastMeter past = PastMeter.started(config, START, Optional.of(new OneAnswer(rejected)))) {
            past.tick(Duration.ofMinutes(1));
            past.tick(Duration.ofMinutes(4));
        }
        String first = charges().get(0);
        assertThat(meter("remap", first, "--dimension", "chair", "--reason", "renamed", "--by", "ann", "--yes")
                        .code())
                .isZero();
        String second =
                charges().stream().filter(id -> !id.equals(first)).findFirst().orElseThrow();

        Cli.Answer answer = meter("explain", second);

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out())
                .contains("dimension chair")
                .contains("Rule: instead of charge " + first)
                .contains("(seat), by ann: renamed;")
                .contains("Computed again: 5, the same.");
    }
}
