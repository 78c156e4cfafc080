package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.aggregation.Coverage;
import org.apportion.metering.aggregation.MetricUsage;
import org.apportion.metering.dimension.DimensionSplit;
import org.apportion.metering.dimension.DimensionUsage;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.period.ReportSlots;
import org.apportion.metering.sending.Heartbeat;
import org.apportion.metering.sending.HeartbeatResult;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.ProductListing;

/**
 * Tells the marketplace between two bills that the product is alive: zero per dimension, or the running total where the
 * marketplace's records replace each other.
 */
final class Reporting {
    private final MeterParts parts;
    private final PeriodCloser closer;
    private final Optional<ReportSlots> slots;
    private long lastSlot;

    Reporting(MeterParts parts, PeriodCloser closer, Origin origin) {
        this.parts = parts;
        this.closer = closer;
        this.slots =
                parts.listing().reporting().heartbeat().map(interval -> new ReportSlots(origin.startedAt(), interval));
        parts.journal().view().lastClosed(parts.account()).ifPresent(closed -> billed(closed.closedAt()));
    }

    /** The beginning of the next report's slot. */
    Optional<Instant> next(Instant now) {
        return slots.map(each -> each.next(now));
    }

    /** A bill is the report of its slot. */
    void billed(Instant now) {
        slots.ifPresent(each -> lastSlot = Math.max(lastSlot, each.at(now)));
    }

    /**
     * Sends the report that is due, if any.
     *
     * @param problems texts of dimensions that could not be told
     * @return empty if none was due
     */
    Optional<List<HeartbeatResult>> report(Instant now, MeteringPeriod running, List<String> problems) {
        if (slots.isEmpty() || slots.get().at(now) <= lastSlot) {
            return Optional.empty();
        }
        DimensionUsage usage = usage(running);
        usage.unmapped().forEach(each -> problems.add(each.error()));
        if (usage.quantities().isEmpty()) {
            return Optional.empty();
        }
        long slot = slots.get().at(now);
        List<HeartbeatResult> results = parts.sender()
                .heartbeat(
                        parts.account(),
                        parts.marketplace(),
                        new Heartbeat(
                                slot, new ArrayList<>(usage.quantities().keySet()), running.end(), totals(usage)));
        lastSlot = slot;
        return Optional.of(results);
    }

    private Map<String, BigDecimal> totals(DimensionUsage usage) {
        return tellsTotals() ? new LinkedHashMap<>(usage.quantities()) : Map.of();
    }

    /** A marketplace that adds records up would bill a running total again and again. */
    private boolean tellsTotals() {
        return parts.listing().reporting().cumulative()
                && parts.marketplace().rules().replaces();
    }

    private DimensionUsage usage(MeteringPeriod running) {
        ProductListing listing = parts.listing();
        if (tellsTotals()) {
            return closer.plan(running).dimensions();
        }
        List<MetricUsage> none = listing.metrics().stream()
                .map(metric -> new MetricUsage(
                        metric.name(),
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        perDimension(running, metric.name()),
                        0,
                        new Coverage(0, 1),
                        ""))
                .toList();
        return DimensionSplit.of(listing.metrics(), none, listing.modes(), 0);
    }

    /** Where the product reports per dimension, the dimensions that it has told in this period. */
    private Map<String, BigDecimal> perDimension(MeteringPeriod running, String metric) {
        Map<String, BigDecimal> zeros = new LinkedHashMap<>();
        parts.journal()
                .view()
                .lastSampleBefore(parts.account(), running.end())
                .map(JournalSample::reading)
                .ifPresent(reading -> reading.dimensions()
                        .getOrDefault(metric, Map.of())
                        .keySet()
                        .forEach(name -> zeros.put(name, BigDecimal.ZERO)));
        return zeros;
    }
}
