package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.ledger.LedgerError;
import org.apportion.metering.journal.CustomerReading;
import org.apportion.metering.journal.SampleOutcome;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.UsageReading;

/** Asks the product and keeps what it says. A reading that cannot be written is kept in memory and written later. */
final class Sampling {
    /** Readings that wait for the ledger. */
    private static final int MOST_WAITING = 100_000;
    /** Readings of one transaction. */
    private static final int BATCH = 1_000;

    /** Clocks may differ by so much. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    /** Tags of one reading that the marketplace does not take, and characters of each, that are told. */
    private static final int MOST_TAGS_TOLD = 5;

    private static final int LONGEST_SHOWN = 60;

    private final MeterParts parts;
    private final StoppedUsage stopped;
    private final Deque<UsageReading> waiting = new ArrayDeque<>();

    Sampling(MeterParts parts) {
        this.parts = parts;
        this.stopped = new StoppedUsage(parts);
    }

    /**
     * What came of it.
     *
     * @param reading the last that the product said now; empty if it failed
     * @param fresh whether it said anything that was not known before
     * @param notes sentences for the log
     */
    record Outcome(Optional<UsageReading> reading, boolean fresh, List<String> errors, List<String> notes) {
        static final Outcome NOTHING = new Outcome(Optional.empty(), false, List.of(), List.of());
    }

    /** @param first beginning of the first period; nothing before it is billed */
    Outcome sample(Instant now, Instant first) {
        List<String> errors = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<UsageReading> readings = read(now, errors, notes);
        for (UsageReading told : readings) {
            UsageReading each = ReadingNames.held(told, errors);
            if (each.reportedAt().isAfter(now.plus(AHEAD))) {
                errors.add(ErrorTexts.usageFailed("the sample of " + each.reportedAt()
                        + " lies in the future and does not count; check the clocks"));
                continue;
            }
            if (each.metrics().isEmpty() && each.dimensions().isEmpty()) {
                errors.add(ErrorTexts.usageFailed("the product reported no metric"));
            }
            negative(each, errors);
            tags(each, errors);
            MetricKinds.told(parts.listing(), each).stream()
                    .filter(text -> !errors.contains(text))
                    .forEach(errors::add);
            unknownMetrics(each).filter(text -> !errors.contains(text)).ifPresent(errors::add);
            if (waiting.size() == MOST_WAITING) {
                waiting.removeFirst();
                errors.add("A sample was lost because the ledger could not be written for a long time.");
            }
            waiting.addLast(each);
        }
        boolean fresh = keep(first, errors);
        if (!fresh && readings.size() == 1) {
            stopped.told(now, readings.get(0)).map(ErrorTexts::usageFailed).ifPresent(errors::add);
        }
        return new Outcome(
                readings.stream().reduce((one, other) -> other), fresh && !readings.isEmpty(), errors, notes);
    }

    /**
     * One by one after a batch that was refused, so that only the bad reading is left out.
     *
     * @return whether any reading is new, or may be
     */
    private boolean keep(Instant first, List<String> errors) {
        boolean fresh = false;
        boolean alone = false;
        boolean anyKept = false;
        List<UsageReading> refused = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<UsageReading> batch = alone
                    ? List.of(waiting.getFirst())
                    : waiting.stream().limit(BATCH).toList();
            try {
                List<SampleOutcome> outcomes = parts.journal()
                        .addSamples(batch.stream()
                                .map(each -> new CustomerReading(parts.account(), each))
                                .toList());
                for (int i = 0; i < batch.size(); i++) {
                    waiting.removeFirst();
                    fresh |= outcomes.get(i) != SampleOutcome.SAME;
                    told(batch.get(i), outcomes.get(i), first, errors);
                }
                alone = false;
                anyKept = true;
                parts.usage().ifPresent(usage -> usage.journaled(batch));
            } catch (ApportionException e) {
                if (e.code() == LedgerError.LEDGER_LEASE_LOST) {
                    throw e;
                }
                if (isLedgers(e)) {
                    errors.add(ErrorTexts.usageFailed(ErrorTexts.of(e)));
                    break;
                }
                alone = batch.size() > 1;
                if (!alone) {
                    errors.add(ErrorTexts.usageFailed(ErrorTexts.of(e)));
                    UsageReading bad = waiting.removeFirst();
                    if (e.code() == LedgerError.LEDGER_FAILED) {
                        refused.add(bad);
                    }
                }
            }
        }
        // Where the database takes others, it is the reading's fault and not the database's.
        if (!anyKept) {
            refused.forEach(waiting::addLast);
        }
        return fresh || !waiting.isEmpty();
    }

    private static void told(UsageReading reading, SampleOutcome outcome, Instant first, List<String> errors) {
        if (outcome == SampleOutcome.ADDED && reading.reportedAt().isBefore(first)) {
            errors.add(ErrorTexts.usageFailed("the sample of " + reading.reportedAt()
                    + " lies before the first period and is not billed; check the clocks"));
        }
        if (outcome == SampleOutcome.CONFLICT) {
            errors.add("The product reported other usage for " + reading.reportedAt()
                    + " than before; the first report counts.");
        }
    }

    private static boolean isLedgers(ApportionException e) {
        return e.code() instanceof LedgerError && e.code() != LedgerError.LEDGER_FAILED;
    }

    private List<UsageReading> read(Instant now, List<String> errors, List<String> notes) {
        if (parts.usage().isEmpty()) {
            Map<String, BigDecimal> minimums = new LinkedHashMap<>();
            parts.listing().metrics().forEach(metric -> minimums.put(metric.name(), metric.minimumConsumption()));
            return List.of(new UsageReading(now, minimums, Map.of(), Optional.empty()));
        }
        try {
            List<UsageReading> said = parts.usage().get().readAll();
            if (said == null || said.stream().anyMatch(Objects::isNull)) {
                errors.add(ErrorTexts.usageFailed("the source of usage returned nothing"));
                return List.of();
            }
            parts.usage().get().complaints().forEach(each -> errors.add(ErrorTexts.usageFailed(each)));
            notes.addAll(parts.usage().get().notes());
            return said;
        } catch (ApportionException e) {
            errors.add(ErrorTexts.usageFailed(ErrorTexts.of(e)));
        } catch (RuntimeException e) {
            errors.add(ErrorTexts.usageFailed(e.getClass().getSimpleName()));
        }
        return List.of();
    }

    private static void negative(UsageReading reading, List<String> errors) {
        reading.metrics().forEach((metric, value) -> {
            if (value.signum() < 0) {
                errors.add("The product reported a negative usage: '" + metric + "'=" + value.toPlainString());
            }
        });
    }

    /** Tags weigh what is told of them: too much of one takes from the others of the period. */
    private void tags(UsageReading reading, List<String> errors) {
        new TreeMap<>(reading.tags()).forEach((metric, shares) -> {
            BigDecimal whole = reading.dimensions().getOrDefault(metric, Map.of()).values().stream()
                    .reduce(reading.metrics().getOrDefault(metric, BigDecimal.ZERO), BigDecimal::add);
            BigDecimal sum = shares.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            if (sum.compareTo(whole) > 0 || shares.values().stream().anyMatch(share -> share.signum() < 0)) {
                errors.add("The product reported tags of '" + metric + "' that are negative or more than its usage of "
                        + whole.toPlainString() + "; the period is allocated by them as they are.");
            }
        });
        reading.tags().values().stream()
                .flatMap(shares -> shares.keySet().stream())
                .filter(tag -> !tag.isEmpty() && !parts.marketplace().takesTag(tag))
                .map(tag -> "The marketplace takes no tag '"
                        + (tag.length() > LONGEST_SHOWN ? tag.substring(0, LONGEST_SHOWN) + "…" : tag)
                        + "'; its share is told as without a tag.")
                .distinct()
                .sorted()
                .limit(MOST_TAGS_TOLD)
                .filter(text -> !errors.contains(text))
                .forEach(errors::add);
    }

    private Optional<String> unknownMetrics(UsageReading reading) {
        ProductListing listing = parts.listing();
        List<String> known = listing.metrics().stream().map(UsageMetric::name).toList();
        String unknown = Stream.concat(reading.metrics().keySet().stream(), reading.dimensions().keySet().stream())
                .filter(name -> !known.contains(name))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return unknown.isEmpty() ? Optional.empty() : Optional.of(ErrorTexts.metricsUnknown(unknown));
    }
}
