package org.apportion.metering.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apportion.ledger.Ledger;
import org.apportion.metering.Products;
import org.apportion.metering.audit.AuditChain;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One closed hour with one sample, one charge, parked usage and a fact. */
class JournalProofTest {
    private static final MeteredProduct ACCOUNT = new MeteredProduct("shop", "acme");

    @TempDir
    private Path folder = Path.of("");

    private final MovableClock clock = MovableClock.at("2026-11-01T00:00:00Z");
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = TestLedgers.sqlite(folder, clock);
        Journal journal = Journal.open(ledger, Fences.open(1));
        journal.putFact(ACCOUNT, "origin", "{}");
        journal.putState(ACCOUNT, "status", "{}");
        journal.grantTrial(
                ACCOUNT,
                "trial",
                new MeteringPeriod(clock.instant(), clock.instant().plusSeconds(1)));
        journal.addSample(ACCOUNT, Products.reading("2026-11-01T00:10:00.123456Z", "users", "3.50"));
        MeteringPeriod hour =
                new MeteringPeriod(clock.instant(), clock.instant().plus(Duration.ofHours(1)));
        journal.close(new PeriodClose(
                ACCOUNT,
                hour,
                PeriodClose.Kind.BILLED,
                BigDecimal.ONE,
                JournalSample.inputsDigest(journal.view().samples(ACCOUNT, hour)),
                Map.of("users", BigDecimal.valueOf(4)),
                List.of(new PlannedCharge(
                        new ChargeKey("shop", "acme", "seats", hour, 0),
                        BigDecimal.valueOf(4),
                        new ChargeEvidence("", "", ""))),
                List.of(ParkedUsage.waiting(hour, "nodes", "", BigDecimal.valueOf(7), "fits nowhere")),
                ""));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void anUntouchedJournalHolds() {
        assertThat(problems()).isEmpty();
    }

    @Test
    void aChangedSampleIsFound() {
        sql("UPDATE meter_sample SET content = replace(content, '3.50', '3.00')");
        assertThat(problems())
                .containsExactly("The sample of shop of acme at 2026-11-01T00:10:00.123456Z was changed.");
    }

    @Test
    void aSampleThatIsNoSampleIsFound() {
        sql("UPDATE meter_sample SET content = '{'");
        assertThat(problems()).hasSize(1);
    }

    @Test
    void aRemovedSampleIsFound() {
        sql("DELETE FROM meter_sample");
        assertThat(problems())
                .containsExactly(
                        "The samples of shop of acme from 2026-11-01T00:00:00Z are not those that the period was"
                                + " closed with.");
    }

    @Test
    void aSampleThatWasRemovedWithTheDigestOfItsPeriodIsFound() {
        sql("DELETE FROM meter_sample");
        sql("UPDATE meter_period SET inputs_digest = '" + JournalSample.digestOf(List.of()) + "'");
        assertThat(problems())
                .containsExactly(
                        "The period of shop of acme from 2026-11-01T00:00:00Z has other 'inputs' than were written"
                                + " when it was closed.");
    }

    @Test
    void droppedSamplesAreNoProblem() {
        sql("DELETE FROM meter_sample");
        sql("UPDATE meter_period SET compacted_at = closed_at");
        assertThat(problems()).isEmpty();
    }

    @Test
    void aChangedFactIsFoundAndAChangedStatusDecidesNothing() {
        sql("UPDATE meter_state SET value = '{\"x\":1}'");
        assertThat(problems()).containsExactly("The 'origin' of shop of acme was changed.");
    }

    @Test
    void changedParkedUsageIsFound() {
        sql("UPDATE meter_parked SET quantity = '1'");
        assertThat(problems())
                .containsExactly("The parked usage of 'nodes' from 2026-11-01T00:00:00Z of shop of acme was changed.");
    }

    @Test
    void parkedUsageThatWasMarkedAsPlannedIsFound() {
        sql("UPDATE meter_parked SET settled_at = 'x'");
        assertThat(problems()).hasSize(1);
    }

    @Test
    void whatAClosedPeriodUsedIsFoundIfItWasChanged() {
        sql("UPDATE meter_period SET used = replace(used, '4', '3')");
        assertThat(problems())
                .containsExactly(
                        "The period of shop of acme from 2026-11-01T00:00:00Z has other 'used' than were written"
                                + " when it was closed.");
    }

    @Test
    void aClosedPeriodThatWasRemovedIsFound() {
        sql("DELETE FROM meter_period");
        assertThat(problems())
                .containsExactly(
                        "The closed period of shop of acme from 2026-11-01T00:00:00Z is gone; its event is there.");
    }

    @Test
    void aFreeTrialThatWasRemovedOrMovedIsFound() {
        sql("UPDATE meter_trial SET trial_to = trial_from");
        assertThat(problems()).containsExactly("The free trial of shop of acme was changed.");
        sql("DELETE FROM meter_trial");
        assertThat(problems()).containsExactly("The free trial of shop of acme is gone; its event is there.");
    }

    @Test
    void factsAndParkedUsageThatWereRemovedAreFound() {
        sql("DELETE FROM meter_state");
        sql("DELETE FROM meter_parked");
        assertThat(problems())
                .containsExactly(
                        "The 'origin' of shop of acme is gone; its event is there.",
                        "The parked usage of 'nodes' from 2026-11-01T00:00:00Z of shop of acme is gone; its event is there.");
    }

    private void aLateSample() {
        Journal.open(ledger, Fences.open(1)).addSample(ACCOUNT, Products.reading("2026-11-01T00:20:00Z", "users", "9"));
    }

    @Test
    void aLateSampleThatWasExchangedWithItsDigestIsFoundBeforeItIsComputed() {
        aLateSample();
        assertThat(problems()).isEmpty();
        sql("UPDATE meter_sample SET digest = '"
                + SampleText.digest(ACCOUNT, Products.reading("2026-11-01T00:20:00Z", "users", "1"))
                + "', content = replace(content, '\"9\"', '\"1\"') WHERE late = 1");
        assertThat(problems()).containsExactly("The late sample at 2026-11-01T00:20:00Z of shop of acme was changed.");
    }

    @Test
    void aLateSampleThatWasRemovedIsFound() {
        aLateSample();
        sql("DELETE FROM meter_sample WHERE late = 1");
        assertThat(problems())
                .containsExactly(
                        "The late sample at 2026-11-01T00:20:00Z of shop of acme is gone; its event is there.");
    }

    @Test
    void changedAllocationsAndEvidenceOfAChargeAreFound() {
        assertThat(AuditChain.verify(ledger).problems()).isEmpty();
        for (String change : List.of("allocations = '{\"a\":\"4\"}'", "evidence = replace(evidence, 'rule', 'rul')")) {
            sql("UPDATE meter_charge SET " + change);
            assertThat(AuditChain.verify(ledger).problems())
                    .singleElement(STRING)
                    .endsWith(" has other allocations or another evidence than were planned.");
        }
    }

    private List<String> problems() {
        return JournalProof.problems(ledger);
    }

    private void sql(String statement) {
        ledger.useTransaction(tx -> tx.handle().execute(statement));
    }
}
