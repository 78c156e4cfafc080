package org.apportion.metering.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.period.PeriodCalendar;
import org.apportion.metering.tick.PeriodPlan;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.metering.UsageReading;

/**
 * What would be billed for given samples. Writes nothing and calls nobody.
 *
 * @param quantityScale decimals that the marketplace takes
 */
public record Simulation(ProductListing listing, MeteredProduct account, int quantityScale) {
    /** Periods of one simulation. */
    private static final int MOST_PERIODS = 10_000;

    /** One period. @param free whether a trial pays */
    public PeriodPlan period(MeteringPeriod period, List<UsageReading> readings, boolean free) {
        List<JournalSample> samples = readings.stream()
                .filter(reading -> period.contains(reading.reportedAt()))
                .map(reading -> new JournalSample(reading, 0, false, "", reading.reportedAt()))
                .toList();
        Optional<UsageReading> before = readings.stream()
                .filter(reading -> reading.reportedAt().isBefore(period.start()))
                .reduce((one, other) -> one.reportedAt().isAfter(other.reportedAt()) ? one : other);
        return PeriodPlan.of(listing, account, period, samples, before, quantityScale, free);
    }

    /**
     * All periods from a start up to the last sample, as a new installation would bill them: the first ones free by the trial.
     */
    public List<PeriodPlan> from(Instant start, List<UsageReading> readings) {
        Instant last = readings.stream()
                .map(UsageReading::reportedAt)
                .max(Instant::compareTo)
                .orElse(start);
        PeriodCalendar calendar = new PeriodCalendar(listing.billing(), start);
        List<PeriodPlan> plans = new ArrayList<>();
        Optional<MeteringPeriod> period = calendar.period(0);
        while (period.isPresent() && !period.get().start().isAfter(last) && plans.size() < MOST_PERIODS) {
            boolean free = plans.size() < listing.billing().trialPeriods();
            plans.add(period(period.get(), readings, free));
            period = calendar.period(plans.size());
        }
        return plans;
    }
}
