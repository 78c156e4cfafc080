package org.apportion.metering.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.period.PeriodCalendar;
import org.apportion.metering.tick.MetricKinds;
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

    /**
     * What a live meter would tell about the samples.
     *
     * @return sentences; empty if the samples are as the listing wants them
     */
    public List<String> problems(List<UsageReading> readings) {
        Set<String> configured =
                listing.metrics().stream().map(UsageMetric::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> told = new TreeSet<>();
        Set<String> problems = new LinkedHashSet<>();
        Map<Instant, UsageReading> first = new HashMap<>();
        for (UsageReading reading : readings) {
            told.addAll(reading.metrics().keySet());
            told.addAll(reading.dimensions().keySet());
            reading.metrics().forEach((metric, value) -> {
                if (value.signum() < 0) {
                    problems.add("The usage " + metric + "=" + value.toPlainString() + " of " + reading.reportedAt()
                            + " is negative.");
                }
            });
            problems.addAll(MetricKinds.told(listing, reading));
            UsageReading counts = first.putIfAbsent(reading.reportedAt(), reading);
            if (counts != null && !counts.equals(reading)) {
                problems.add("There are two samples of " + reading.reportedAt() + "; the first one counts.");
            }
        }
        told.stream()
                .filter(metric -> !configured.contains(metric))
                .forEach(metric -> problems.add("The usage metric " + metric + " is not in the configuration."));
        configured.stream()
                .filter(metric -> !told.contains(metric) && !readings.isEmpty())
                .forEach(metric -> problems.add("No sample has the usage metric " + metric + "."));
        return List.copyOf(problems);
    }

    private static List<UsageReading> firstOfEachInstant(List<UsageReading> readings) {
        Map<Instant, UsageReading> first = new LinkedHashMap<>();
        readings.forEach(reading -> first.putIfAbsent(reading.reportedAt(), reading));
        return List.copyOf(first.values());
    }

    /** One period. Of two samples of one instant the first counts, as in the journal. @param free whether a trial pays */
    public PeriodPlan period(MeteringPeriod period, List<UsageReading> readings, boolean free) {
        List<JournalSample> samples = firstOfEachInstant(readings).stream()
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
