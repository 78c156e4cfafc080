package org.apportion.metering.service;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.apportion.metering.Products.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ledger.Ledger;
import org.apportion.metering.Products;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.LateDecision;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.metering.tick.LateSamples;
import org.apportion.metering.tick.PeriodPlan;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charges are computed again to the same digit, also after the configuration changed. */
class RecomputationTest {
    private static final MeteredProduct ACCOUNT = new MeteredProduct("shop", "");

    @TempDir
    Path folder;

    private static ProductListing listing(String dimension) {
        return Products.daily(
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band(dimension, 0, -1)));
    }

    @Test
    void aChargeAndItsAdjustmentAreComputedAgainByTheTermsOfTheirClose() {
        MovableClock clock = MovableClock.at("2027-01-02T10:00:00Z");
        try (Ledger ledger = TestLedgers.sqlite(folder, clock)) {
            Journal journal = Journal.open(ledger, Fences.open(1));
            MeteringPeriod day =
                    new MeteringPeriod(Instant.parse("2027-01-01T10:00:00Z"), Instant.parse("2027-01-02T10:00:00Z"));
            journal.addSample(ACCOUNT, reading("2027-01-01T11:00:00Z", "users", "3"));
            journal.close(PeriodPlan.of(
                            listing("seats"),
                            ACCOUNT,
                            day,
                            journal.view().samples(ACCOUNT, day),
                            Optional.empty(),
                            0,
                            false)
                    .close());
            journal.addSample(ACCOUNT, reading("2027-01-01T12:00:00Z", "users", "8"));
            journal.reviewLate(
                    journal.view().lastClosed(ACCOUNT).orElseThrow(),
                    late -> new LateDecision(
                            List.of(new LateDecision.Addition(
                                    "seats",
                                    BigDecimal.valueOf(5),
                                    Map.of(),
                                    new ChargeEvidence(
                                            JournalSample.inputsDigest(late.samples()), "", LateSamples.ADJUSTMENT))),
                            List.of(),
                            List.of()));

            List<Charge> charges = journal.view().charges(ChargeFilter.of(ACCOUNT, day)).stream()
                    .sorted(Comparator.comparing(charge -> charge.key().revision()))
                    .toList();
            assertThat(charges)
                    .extracting(Charge::quantity)
                    .map(BigDecimal::intValue)
                    .containsExactly(3, 5);
            for (Charge charge : charges) {
                Recomputation again =
                        new Recomputation(journal.view(), charge, journal.view().samples(ACCOUNT, day));
                PeriodPlan plan = PeriodPlan.of(
                        again.then(listing("people")), ACCOUNT, day, again.inputs(), Optional.empty(), 0, false);
                assertThat(again.inputsSame()).isTrue();
                assertThat(again.amount(plan, listing("people")))
                        .hasValue(new ChargeAmount(charge.quantity(), Map.of()));
            }
        }
    }

    @Test
    void whatWasHeldIsTheSampleOfTheClose() {
        ProductListing holding = Products.daily(
                MeteringModes.DOCUMENTED,
                new SamplePolicy(SamplePolicy.Late.ADJUST, Duration.ZERO, SamplePolicy.Missing.HOLD_LAST),
                metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", 0, -1)));
        MovableClock clock = MovableClock.at("2027-01-02T10:00:00Z");
        try (Ledger ledger = TestLedgers.sqlite(folder, clock)) {
            Journal journal = Journal.open(ledger, Fences.open(1));
            MeteringPeriod day =
                    new MeteringPeriod(Instant.parse("2027-01-01T10:00:00Z"), Instant.parse("2027-01-02T10:00:00Z"));
            UsageReading before = reading("2027-01-01T09:00:00Z", "users", "2");
            journal.addSample(ACCOUNT, before);
            journal.close(PeriodPlan.of(holding, ACCOUNT, day, List.of(), Optional.of(before), 0, false)
                    .close());
            journal.addSample(ACCOUNT, reading("2027-01-01T09:55:00Z", "users", "50"));

            Charge charge =
                    journal.view().charges(ChargeFilter.of(ACCOUNT, day)).get(0);
            Recomputation again = new Recomputation(journal.view(), charge, List.of());
            PeriodPlan plan =
                    PeriodPlan.of(again.then(holding), ACCOUNT, day, again.inputs(), again.before(), 0, false);

            assertThat(charge.quantity()).isEqualByComparingTo("2");
            assertThat(again.amount(plan, holding)).hasValue(new ChargeAmount(charge.quantity(), Map.of()));
        }
    }
}
