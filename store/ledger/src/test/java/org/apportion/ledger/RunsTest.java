package org.apportion.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
    private static final BillingMonth OCTOBER = BillingMonth.of(2026, 10);
    private static final Instant NINE = Instant.parse("2026-11-02T09:00:00Z");
    private static final RunStart START =
            new RunStart(OCTOBER, NINE, "0.1.0", Map.of("rules", "aa11", "prices", "bb22"), Map.of("cost_record", 77L));
    private static final RunResult RESULT = new RunResult(
            List.of(new RunTotal(
                    "USD",
                    new BigDecimal("100.000000000000000001"),
                    new BigDecimal("100.000000000000000001"),
                    Map.of("no_rule", new BigDecimal("-0.5")))),
            List.of(new RunProof(
                    "records = charges, USD", "100.000000000000000001", "100.000000000000000001", true, "")),
            Map.of("exponent cpu", "0"));

    @TempDir
    Path folder;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Ledger.open(LedgerSettings.file(folder.resolve("data/ledger.db")));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aCommittedRunReadsBackAsItWasWritten() {
        String id = ledger.inTransaction(tx -> tx.runs().start(START));
        ledger.useTransaction(tx -> {
            tx.runs().commit(id, RESULT, NINE.plusSeconds(90));
            tx.snapshots().name("charge", 5L, id);
        });

        Run run = ledger.read(tx -> tx.runs().find(id)).orElseThrow();
        assertThat(run)
                .isEqualTo(new Run("2026-10-1", START, RunState.COMMITTED, NINE.plusSeconds(90), null, null, RESULT));
        assertThat(run.duration()).contains(Duration.ofSeconds(90));
        assertThat(ledger.<Map<String, Long>>read(tx -> tx.snapshots().current()))
                .isEqualTo(Map.of("charge", 5L));
    }

    @Test
    void runsOfAMonthAreNumberedFromOne() {
        List<String> ids = ledger.inTransaction(
                tx -> List.of(tx.runs().start(START), tx.runs().start(START)));
        assertThat(ids).containsExactly("2026-10-1", "2026-10-2");
    }

    /** The second run of October says that it began before the first. */
    @Test
    void committedRunsOfAMonthAreOrderedByNumberWhateverTheClockSaid() {
        RunStart earlier = new RunStart(OCTOBER, NINE.minusSeconds(60), "0.1.0", START.fingerprints(), START.inputs());
        RunStart november =
                new RunStart(BillingMonth.of(2026, 11), NINE, "0.1.0", START.fingerprints(), START.inputs());
        ledger.useTransaction(tx -> {
            tx.runs().commit(tx.runs().start(november), RESULT, NINE);
            tx.runs().commit(tx.runs().start(START), RESULT, NINE);
            tx.runs().commit(tx.runs().start(earlier), RESULT, NINE);
            tx.runs().start(START);
        });

        assertThat(ledger.<Map<BillingMonth, List<String>>>read(tx -> tx.runs().committedIds()))
                .isEqualTo(Map.of(
                        OCTOBER, List.of("2026-10-2", "2026-10-1"), BillingMonth.of(2026, 11), List.of("2026-11-1")));
    }

    @Test
    void theRunBeforeSkipsFailedOnesAndOtherMonths() {
        ledger.useTransaction(tx -> {
            tx.runs().commit(tx.runs().start(START), RESULT, NINE);
            tx.runs().fail(tx.runs().start(START), broken(), RunResult.EMPTY, NINE);
            RunStart november = new RunStart(BillingMonth.of(2026, 11), NINE, "0.1.0", Map.of(), Map.of());
            tx.runs().commit(tx.runs().start(november), RESULT, NINE);
            tx.runs().commit(tx.runs().start(START), RESULT, NINE);
        });
        Run third = ledger.read(tx -> tx.runs().find("2026-10-3")).orElseThrow();
        Run first = ledger.read(tx -> tx.runs().committedBefore(third)).orElseThrow();
        assertThat(first.id()).isEqualTo("2026-10-1");
        assertThat(ledger.read(tx -> tx.runs().committedBefore(first)).map(Run::id))
                .isEmpty();
        assertThat(ledger.read(tx -> tx.runs().latest(OCTOBER)).map(Run::id)).contains("2026-10-3");
    }

    @Test
    void manyRunsReadBackEachWithItsOwn() {
        int runs = 1_100;
        ledger.useTransaction(tx -> {
            for (int i = 1; i <= runs; i++) {
                RunResult result = new RunResult(List.of(), List.of(), Map.of("nth", Integer.toString(i)));
                tx.runs().commit(tx.runs().start(START), result, NINE);
            }
        });
        assertThat(ledger.<List<Run>>read(tx -> tx.runs().latest(runs)))
                .hasSize(runs)
                .allSatisfy(run ->
                        assertThat("2026-10-" + run.result().facts().get("nth")).isEqualTo(run.id()));
    }

    private static ApportionException broken() {
        return new ApportionException(LedgerError.LEDGER_FAILED, "here", "it broke.", "Mend it.");
    }

    @Test
    void theLatestCommittedRunOfAMonthSkipsFailedOnes() {
        ledger.useTransaction(tx -> {
            tx.runs().commit(tx.runs().start(START), RESULT, NINE);
            ApportionException error =
                    new ApportionException(LedgerError.LEDGER_FAILED, "here", "it broke.", "Mend it.");
            tx.runs().fail(tx.runs().start(START), error, RunResult.EMPTY, NINE);
        });
        assertThat(ledger.read(tx -> tx.runs().latestCommitted(OCTOBER)).map(Run::id))
                .contains("2026-10-1");
        assertThat(ledger.read(tx -> tx.runs().latest(1)).get(0).errorCode()).isEqualTo("LEDGER_FAILED");
        List<BillingMonth> months = ledger.read(tx -> tx.runs().committedMonths());
        assertThat(months).containsExactly(OCTOBER);
    }

    @Test
    void aRunWhoseProcessDiedIsMarkedFailed() {
        String id = ledger.inTransaction(tx -> tx.runs().start(START));
        assertThat(ledger.<Integer>inTransaction(tx -> tx.runs().failInterrupted(NINE.plusSeconds(1))))
                .isEqualTo(1);
        Run run = ledger.read(tx -> tx.runs().find(id)).orElseThrow();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.errorCode()).isEqualTo("RUN_INTERRUPTED");
    }

    @Test
    void aCommittedRunCannotBecomeFailed() {
        String id = ledger.inTransaction(tx -> {
            String run = tx.runs().start(START);
            tx.runs().commit(run, RESULT, NINE);
            return run;
        });
        ApportionException error = new ApportionException(LedgerError.LEDGER_FAILED, "", "it broke.", "Mend it.");
        assertThatThrownBy(() -> ledger.useTransaction(tx -> tx.runs().fail(id, error, RunResult.EMPTY, NINE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not running");
    }

    @Test
    void aTransactionThatThrowsLeavesNothing() {
        assertThatThrownBy(() -> ledger.useTransaction(tx -> {
                    tx.runs().start(START);
                    tx.snapshots().name("charge", 5L, "2026-10-1");
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        List<Run> runs = ledger.read(tx -> tx.runs().latest(10));
        assertThat(runs).isEmpty();
        assertThat(ledger.<Map<String, Long>>read(tx -> tx.snapshots().current()))
                .isEmpty();
    }
}
