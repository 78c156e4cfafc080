package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.ledger.Instants;
import org.apportion.ledger.Ledger;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.ReadBack;
import org.jspecify.annotations.Nullable;

/** Compares what was planned, what the journal says was billed, and what the marketplace says. Changes nothing. */
public final class Reconciliation {
    private final Ledger ledger;

    public Reconciliation(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * One dimension of one or several periods.
     *
     * @param planned sum of all charges
     * @param billed sum of those that the journal says are billed
     * @param given sum of those given up: waived, or nothing to send
     * @param told sum of what the marketplace lists of our records, or on their days if it only lists days; empty where it cannot
     *     be asked
     * @param differences sentences for people; empty if all agree and nothing is open
     */
    public record Line(
            String dimension,
            BigDecimal planned,
            BigDecimal billed,
            BigDecimal given,
            Optional<BigDecimal> told,
            List<String> differences) {}

    /** What was sent: a record of the journal with its charges. */
    private record Sent(String key, String dimension, BigDecimal quantity, Instant asOf, boolean billed) {}

    /** @param range charges whose period starts in it */
    public List<Line> compare(MeteredProduct account, MeteringPeriod range, Marketplace marketplace) {
        Map<String, List<Charge>> byDimension = new JournalView(ledger)
                .charges(ChargeFilter.of(account, range)).stream()
                        .collect(Collectors.groupingBy(
                                charge -> charge.key().dimension(), TreeMap::new, Collectors.toList()));
        Map<String, Sent> sent = sent(account);
        List<Line> lines = new ArrayList<>();
        byDimension.forEach((dimension, charges) -> lines.add(line(dimension, charges, sent, marketplace)));
        return lines;
    }

    private Map<String, Sent> sent(MeteredProduct account) {
        return ledger.read(tx -> tx
                .handle()
                .createQuery("SELECT record_key, dimension, quantity, sent_as_of, state FROM meter_record"
                        + " WHERE product = ? AND customer = ? ORDER BY sent_as_of")
                .bind(0, account.product())
                .bind(1, account.customer())
                .map((row, context) -> new Sent(
                        row.getString(1),
                        row.getString(2),
                        new BigDecimal(row.getString(3)),
                        Instants.of(row.getString(4)),
                        row.getString(5).equals("accepted") || row.getString(5).equals("duplicate_same")))
                .stream()
                .collect(Collectors.toMap(Sent::key, record -> record, (one, other) -> one, LinkedHashMap::new)));
    }

    private static Line line(String dimension, List<Charge> charges, Map<String, Sent> sent, Marketplace marketplace) {
        List<String> differences = new ArrayList<>();
        for (Charge charge : charges) {
            if (!charge.state().settled()) {
                differences.add(charge.quantity().toPlainString() + " of "
                        + charge.key().period().start() + " is "
                        + charge.state().id()
                        + (charge.message().isEmpty() ? "." : ": " + charge.message()));
            }
        }
        List<Sent> records = charges.stream()
                .map(charge -> sent.get(charge.recordKey()))
                .filter(record -> record != null)
                .distinct()
                .toList();
        Optional<BigDecimal> told = records.isEmpty()
                ? Optional.of(BigDecimal.ZERO)
                : told(dimension, records, sent, marketplace, differences);
        BigDecimal billed =
                sum(charges.stream().filter(charge -> charge.state().billed()).toList());
        BigDecimal given = sum(charges.stream()
                .filter(charge -> charge.state().settled() && !charge.state().billed())
                .toList());
        return new Line(dimension, sum(charges), billed, given, told, List.copyOf(differences));
    }

    private static Optional<BigDecimal> told(
            String dimension,
            List<Sent> records,
            Map<String, Sent> sent,
            Marketplace marketplace,
            List<String> differences) {
        Instant from = records.stream().map(Sent::asOf).min(Instant::compareTo).orElseThrow();
        Instant to = records.stream().map(Sent::asOf).max(Instant::compareTo).orElseThrow();
        ReadBack answer = marketplace.readBack(
                dimension,
                from.truncatedTo(ChronoUnit.DAYS),
                to.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
        if (answer instanceof ReadBack.Failed failed) {
            differences.add("The marketplace could not be asked: " + failed.message());
        }
        if (!(answer instanceof ReadBack.Told list)) {
            return Optional.empty();
        }
        if (list.grain() == ReadBack.Grain.DAY) {
            return Optional.of(days(dimension, records, sent, list, differences));
        }
        Map<Instant, ReadBack.AcceptedRecord> byHour = new LinkedHashMap<>();
        list.records().forEach(record -> byHour.put(SlotAllocator.hourOf(record.slot()), record));
        BigDecimal told = BigDecimal.ZERO;
        for (Sent record : records) {
            ReadBack.AcceptedRecord there = byHour.get(SlotAllocator.hourOf(record.asOf()));
            told = there == null ? told : told.add(there.quantity());
            difference(record, there).ifPresent(differences::add);
        }
        sent.values().stream()
                .filter(record -> record.dimension().equals(dimension))
                .forEach(record -> byHour.remove(SlotAllocator.hourOf(record.asOf())));
        byHour.forEach((hour, there) -> {
            if (there.quantity().signum() > 0) {
                differences.add("The marketplace lists " + there.quantity().toPlainString() + " as of " + hour
                        + ", which the journal does not know.");
            }
        });
        return Optional.of(told);
    }

    /** Days are compared as sums of all that we sent of the dimension; which record differs is not told. */
    private static BigDecimal days(
            String dimension,
            List<Sent> records,
            Map<String, Sent> sent,
            ReadBack.Told list,
            List<String> differences) {
        TreeMap<Instant, BigDecimal> billed = new TreeMap<>();
        records.forEach(record -> billed.put(dayOf(record.asOf()), BigDecimal.ZERO));
        Instant first = billed.firstKey();
        Instant last = billed.lastKey();
        sent.values().stream()
                .filter(record -> record.dimension().equals(dimension) && record.billed())
                .filter(record -> !dayOf(record.asOf()).isBefore(first)
                        && !dayOf(record.asOf()).isAfter(last))
                .forEach(record -> billed.merge(dayOf(record.asOf()), record.quantity(), BigDecimal::add));
        Map<Instant, BigDecimal> told = new TreeMap<>();
        billed.keySet().forEach(day -> told.put(day, BigDecimal.ZERO));
        list.records().stream()
                .filter(record -> record.dimension().equals(dimension))
                .forEach(record -> told.merge(dayOf(record.slot()), record.quantity(), BigDecimal::add));
        told.forEach((day, quantity) -> {
            BigDecimal ours = billed.getOrDefault(day, BigDecimal.ZERO);
            if (ours.compareTo(quantity) != 0) {
                differences.add("The journal says that " + ours.toPlainString() + " is billed on the day of " + day
                        + "; the marketplace lists " + quantity.toPlainString() + ".");
            }
        });
        return told.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Instant dayOf(Instant instant) {
        return instant.truncatedTo(ChronoUnit.DAYS);
    }

    private static Optional<String> difference(Sent record, ReadBack.@Nullable AcceptedRecord there) {
        String what = record.quantity().toPlainString() + " as of " + record.asOf();
        if (there == null) {
            return record.billed()
                    ? Optional.of("The journal says that " + what + " is billed; the marketplace does not list it.")
                    : Optional.empty();
        }
        if (there.quantity().compareTo(record.quantity()) != 0) {
            return Optional.of("The journal has " + what + "; the marketplace lists "
                    + there.quantity().toPlainString() + ".");
        }
        return record.billed()
                ? Optional.empty()
                : Optional.of("The marketplace lists " + what + "; the journal does not say that it is billed.");
    }

    private static BigDecimal sum(List<Charge> charges) {
        return charges.stream().map(Charge::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
