package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Usage that no dimension takes, and what a person says about it: twelve nodes, of which the file knows ten at most. */
final class MeterParkedTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void twelveNodesAreParked() throws IOException {
        PastMeter.writeNodes(folder, "{dimension: small, min: 0, max: 10}");
        Files.writeString(folder.resolve("usage.csv"), "reporting_time,nodes\n2026-01-05T10:10:00Z,12\n");
        try (PastMeter past = PastMeter.started(folder.resolve("config.yaml"), "2026-01-05T10:00:00Z")) {
            past.tick(Duration.ofMinutes(15));
            past.tick(Duration.ofMinutes(45));
        }
    }

    private Cli.Answer meter(String... words) {
        List<String> all = new ArrayList<>(List.of("meter"));
        all.addAll(List.of(words));
        all.addAll(List.of("--config", folder.resolve("config.yaml").toString()));
        return Cli.run(all.toArray(String[]::new));
    }

    private String id() {
        Matcher id = Pattern.compile("(?m)^([0-9a-f]{12})")
                .matcher(meter("charges", "--state", "parked").out());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    @Test
    void parkedUsageIsListedWithItsIdAndKeepsReconcileFromHolding() {
        assertThat(meter("charges", "--state", "parked").out())
                .contains(id(), "parked", "No matching volume dimension found for 'nodes'=12");
        assertThat(meter("charges").out()).contains(id());
        assertThat(meter("charges", "--state", "accepted").out()).doesNotContain(id());
        Cli.Answer reconciled = meter("reconcile", "--period", "2026-01");
        assertThat(reconciled.out()).contains("(parked usage " + id() + " of the period from 2026-01-05T10:00:00Z)");
        assertThat(reconciled.code()).isEqualTo(ExitCode.CHECK.number());
    }

    @Test
    void whatIsGivenUpIsToldNoMore() {
        String id = id();
        Cli.Answer unsure = meter("waive", id, "--reason", "a lie", "--by", "ann");
        assertThat(unsure.err()).contains("NOT_CONFIRMED " + id + ": The customer will not pay for it.");
        assertThat(unsure.out()).contains("No matching volume dimension");
        assertThat(id()).isEqualTo(id);

        Cli.Answer done = meter("waive", id, "--reason", "a lie", "--by", "ann", "--yes");

        assertThat(done.out()).isEqualTo("Given up." + System.lineSeparator());
        assertThat(meter("charges").out()).doesNotContain(id);
        assertThat(meter("reconcile", "--period", "2026-01").code()).isZero();
        assertThat(meter("waive", id, "--reason", "again").err())
                .contains("METER_UNKNOWN " + id + ": There is no such charge or record.");
    }

    @Test
    void whatIsOrderedAsADimensionIsBilledAndComputedAgain() {
        String id = id();
        assertThat(meter("remap", id, "--dimension", "nope", "--reason", "t", "--by", "ann", "--yes")
                        .err())
                .contains(
                        "METER_UNKNOWN product: The file has no dimension 'nope' of this product. Name one of [small].");

        Cli.Answer done = meter("remap", id, "--dimension", "small", "--reason", "agreed", "--by", "ann", "--yes");

        assertThat(done.out()).isEqualTo("Planned as small." + System.lineSeparator());
        try (PastMeter past = PastMeter.started(folder.resolve("config.yaml"), "2026-01-05T11:10:00Z")) {
            assertThat(past.tick(Duration.ofMinutes(1)).billed()).isEqualTo(1);
        }
        Matcher charge = Pattern.compile("(?m)^([0-9a-f]{12}) .* small .*accepted")
                .matcher(meter("charges").out());
        assertThat(charge.find()).isTrue();
        Cli.Answer explained = meter("explain", charge.group(1));
        assertThat(explained.out())
                .contains("Aggregation: nodes: parked usage 12", "Rule: as 'small', by ann: agreed; was: No matching")
                .contains("Computed again: 12, the same.");
        assertThat(meter("reconcile", "--period", "2026-01").code()).isZero();
    }
}
