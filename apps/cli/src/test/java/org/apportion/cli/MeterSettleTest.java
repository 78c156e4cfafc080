package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What late samples would take back, and what a person says about it: ten nodes were billed, eleven were used. */
final class MeterSettleTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void aLateSampleMovesTheUsageToAnotherBand() throws IOException {
        PastMeter.writeNodes(folder, "{dimension: small, min: 0, max: 10}, {dimension: large, min: 11}");
        Path usage = Files.writeString(folder.resolve("usage.csv"), "reporting_time,nodes\n2026-01-05T10:10:00Z,10\n");
        try (PastMeter past = PastMeter.started(folder.resolve("config.yaml"), "2026-01-05T10:00:00Z")) {
            past.tick(Duration.ofMinutes(15));
            past.tick(Duration.ofMinutes(45));
            Files.writeString(usage, "2026-01-05T10:20:00Z,11\n", StandardOpenOption.APPEND);
            assertThat(past.tick(Duration.ofMinutes(1)).differences()).isEqualTo(1);
        }
    }

    private Cli.Answer meter(String... words) {
        List<String> all = new ArrayList<>(List.of("meter"));
        all.addAll(List.of(words));
        all.addAll(List.of("--config", folder.resolve("config.yaml").toString()));
        return Cli.run(all.toArray(String[]::new));
    }

    private String difference() {
        Matcher id = Pattern.compile("difference ([0-9a-f]{12})")
                .matcher(meter("charges").out());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    @Test
    void aDifferenceIsToldByChargesAndKeepsReconcileFromHolding() {
        String told =
                "product: With late samples the period from 2026-01-05T10:00:00Z would be large=11, small=0 instead"
                        + " of small=10; a marketplace takes nothing back, so nothing of it is billed.";
        assertThat(meter("charges").out()).contains(told);
        Cli.Answer reconciled = meter("reconcile", "--period", "2026-01");
        assertThat(reconciled.out()).contains(told, "and holds.");
        assertThat(reconciled.code()).isEqualTo(ExitCode.CHECK.number());
        assertThat(meter("reconcile", "--period", "2026-02").code()).isZero();
    }

    @Test
    void whatIsSettledIsToldNoMore() {
        String difference = difference();
        Cli.Answer unsure = meter("settle", difference, "--reason", "credited", "--by", "ann");
        assertThat(unsure.err()).contains("NOT_CONFIRMED " + difference + ": It is told no more");
        assertThat(unsure.out()).contains("would be large=11");

        Cli.Answer done = meter("settle", difference, "--reason", "credited", "--by", "ann", "--yes");

        assertThat(done.code()).as(done.err()).isZero();
        assertThat(meter("charges").out()).doesNotContain("difference");
        assertThat(meter("reconcile", "--period", "2026-01").code()).isZero();
        assertThat(meter("settle", difference, "--reason", "credited").err())
                .contains("METER_UNKNOWN " + difference + ": There is no such difference that is not settled.");
    }

    @Test
    void whatCannotBeDoneIsRefusedBeforeAnybodyConfirms() {
        Matcher charge =
                Pattern.compile("(?m)^([0-9a-f]{12})").matcher(meter("charges").out());
        assertThat(charge.find()).isTrue();
        Cli.Answer waive = meter("waive", charge.group(1), "--reason", "t", "--by", "ann");
        assertThat(waive.err()).contains("METER_CHARGE_STATE").doesNotContain("The customer will not pay");
        assertThat(meter("charges", "--state", "accepted").out()).contains(charge.group(1));
    }

    @Test
    void aDimensionThatTheFileDoesNotHaveIsTold() {
        assertThat(meter("remap", difference(), "--dimension", "nope", "--reason", "t")
                        .err())
                .contains("warning: No metric of the file has the dimension 'nope'.");
    }
}
