package org.apportion.metering.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.period.PeriodCalendar;
import org.apportion.metering.tick.PeriodPlan;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.UsageReading;

/**
 * What would be billed for given samples. Writes nothing and calls nobody.
 *
 * @param quantityScale decimals that the marketplace takes
 */
public record Simulation(ProductListing listing, MeteredProduct account, int quantityScale) {
    /** Periods of one simulation. */
    private static final int MOST_PERIODS = 10_000;

    private static final int MOST_WARNINGS = 20;

    /** One period. @param free whether a trial pays */
    public PeriodPlan period(MeteringPeriod period, List<UsageReading> readings, boolean free) {
        Set<Instant> told = new HashSet<>();
        List<JournalSample> samples = readings.stream()
                .filter(reading -> period.contains(reading.reportedAt()))
                .map(reading -> new JournalSample(
                        reading, told.add(reading.reportedAt()) ? 0 : 1, false, "", reading.reportedAt()))
                .toList();
        Optional<UsageReading> before = readings.stream()
                .filter(reading -> reading.reportedAt().isBefore(period.start()))
                .reduce((one, other) -> one.reportedAt().isAfter(other.reportedAt()) ? one : other);
        return PeriodPlan.of(listing, account, period, samples, before, quantityScale, free);
    }

    /** What is wrong with samples: what the live process tells at a tick. */
    public List<String> warnings(List<UsageReading> readings) {
        Set<String> known =
                listing.metrics().stream().map(UsageMetric::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> told = readings.stream()
                .flatMap(reading -> reading.metrics().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> warnings = new ArrayList<>();
        told.stream()
                .filter(metric -> !known.contains(metric))
                .forEach(metric -> warnings.add("The metric " + metric + " is not in the configuration of "
                        + listing.name() + ": its samples count nowhere."));
        known.stream()
                .filter(metric -> !told.contains(metric))
                .forEach(metric -> warnings.add(
                        "The metric " + metric + " of " + listing.name() + " has no sample: its usage is none."));
        Map<Instant, UsageReading> first = new HashMap<>();
        for (UsageReading reading : readings) {
            UsageReading before = first.putIfAbsent(reading.reportedAt(), reading);
            if (before != null && !before.equals(reading)) {
                warnings.add("There are two samples of " + reading.reportedAt() + ": the first one counts.");
            }
            reading.metrics().forEach((metric, value) -> {
                if (value.signum() < 0) {
                    warnings.add("The sample of " + reading.reportedAt() + " tells " + value.toPlainString() + " of "
                            + metric + ": no usage is below zero.");
                }
            });
        }
        return warnings.size() > MOST_WARNINGS
                ? Stream.concat(
                                warnings.stream().limit(MOST_WARNINGS),
                                Stream.of("And " + (warnings.size() - MOST_WARNINGS) + " more."))
                        .toList()
                : warnings;
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
