package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Compares what was planned, what the journal says was billed, and what the marketplace says. Changes nothing. */
public final class Reconciliation {
    private static final String SENT = "SELECT record_key, quantity, sent_as_of, state FROM meter_record WHERE ";
    private static final RowMapper<Sent> MAPPER = (row, context) -> new Sent(
            row.getString(1),
            new BigDecimal(row.getString(2)),
            Instants.of(row.getString(3)),
            Siblings.billed(row.getString(4), false) == Siblings.Billed.YES);

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
    private record Sent(String key, BigDecimal quantity, Instant asOf, boolean billed) {}

    /** What a marketplace tells of records that were sent, if it can be asked. */
    @FunctionalInterface
    private interface Asking {
        Optional<BigDecimal> ask(String dimension, List<Sent> records, List<String> differences);
    }

    /** @param range charges whose period starts in it */
    public List<Line> compare(MeteredProduct account, MeteringPeriod range, Marketplace marketplace) {
        return compare(
                account,
                range,
                (dimension, records, differences) -> told(account, dimension, records, marketplace, differences));
    }

    /**
     * As {@link #compare(MeteredProduct, MeteringPeriod, Marketplace)}, of the journal alone.
     *
     * @param why the marketplace is not asked: a difference of each line that would need its word
     */
    public List<Line> compare(MeteredProduct account, MeteringPeriod range, String why) {
        return compare(account, range, (dimension, records, differences) -> {
            differences.add(why);
            return Optional.empty();
        });
    }

    private List<Line> compare(MeteredProduct account, MeteringPeriod range, Asking asking) {
        Map<String, List<Charge>> byDimension = new JournalView(ledger)
                .charges(ChargeFilter.of(account, range)).stream()
                        .collect(Collectors.groupingBy(
                                charge -> charge.key().dimension(), TreeMap::new, Collectors.toList()));
        List<Line> lines = new ArrayList<>();
        byDimension.forEach((dimension, charges) -> lines.add(line(dimension, charges, asking)));
        return lines;
    }

    /** Our records of a dimension as of the days from one to another (exclusive), in their order. */
    private Map<String, Sent> sent(MeteredProduct account, String dimension, Instant from, Instant to) {
        return ledger.read(tx -> tx
                .handle()
                .createQuery(SENT + "product = ? AND customer = ? AND dimension = ? AND sent_as_of >= ? AND"
                        + " sent_as_of < ? ORDER BY sent_as_of, record_key")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, dimension)
                .bind(3, Instants.text(from))
                .bind(4, Instants.text(to))
                .map(MAPPER)
                .stream()
                .collect(Collectors.toMap(Sent::key, record -> record, (one, other) -> one, LinkedHashMap::new)));
    }

    /** Keys of what other accounts sent: a marketplace that names records by them may list those as well. */
    private Set<String> sentByOthers(MeteredProduct account, String dimension, Instant from, Instant to) {
        return ledger.read(tx -> tx
                .handle()
                .createQuery("SELECT record_key FROM meter_record WHERE NOT (product = ? AND customer = ?) AND"
                        + " dimension = ? AND sent_as_of >= ? AND sent_as_of < ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, dimension)
                .bind(3, Instants.text(from))
                .bind(4, Instants.text(to))
                .mapTo(String.class)
                .stream()
                .collect(Collectors.toSet()));
    }

    private List<Sent> sentAs(List<Charge> charges) {
        List<String> keys = charges.stream()
                .map(Charge::recordKey)
                .filter(key -> !key.isEmpty())
                .distinct()
                .toList();
        return ledger.read(tx -> keys.stream()
                .flatMap(key -> tx.handle().createQuery(SENT + "record_key = ?").bind(0, key).map(MAPPER).stream())
                .sorted(Comparator.comparing(Sent::asOf).thenComparing(Sent::key))
                .toList());
    }

    private Line line(String dimension, List<Charge> charges, Asking asking) {
        List<String> differences = new ArrayList<>();
        for (Charge charge : charges) {
            if (!charge.state().settled()) {
                differences.add(charge.quantity().toPlainString() + " of "
                        + charge.key().period().start() + " is "
                        + charge.state().id()
                        + (charge.message().isEmpty() ? "." : ": " + charge.message()));
            }
        }
        List<Sent> records = sentAs(charges);
        Optional<BigDecimal> told =
                records.isEmpty() ? Optional.of(BigDecimal.ZERO) : asking.ask(dimension, records, differences);
        BigDecimal billed =
                sum(charges.stream().filter(charge -> charge.state().billed()).toList());
        BigDecimal given = sum(charges.stream()
                .filter(charge -> charge.state().settled() && !charge.state().billed())
                .toList());
        return new Line(dimension, sum(charges), billed, given, told, List.copyOf(differences));
    }

    private Optional<BigDecimal> told(
            MeteredProduct account,
            String dimension,
            List<Sent> records,
            Marketplace marketplace,
            List<String> differences) {
        Instant from = records.get(0).asOf().truncatedTo(ChronoUnit.DAYS);
        Instant to = records.get(records.size() - 1)
                .asOf()
                .truncatedTo(ChronoUnit.DAYS)
                .plus(1, ChronoUnit.DAYS);
        ReadBack answer = ReadingBack.ask(marketplace, dimension, from, to);
        if (answer instanceof ReadBack.Failed failed) {
            differences.add("The marketplace could not be asked: " + failed.message());
        }
        if (!(answer instanceof ReadBack.Told list)) {
            return Optional.empty();
        }
        Map<String, Sent> sent = sent(account, dimension, from, to);
        Set<String> others = sentByOthers(account, dimension, from, to);
        List<ReadBack.AcceptedRecord> lines = list.records().stream()
                .filter(record -> record.dimension().equals(dimension) && !others.contains(record.recordId()))
                .toList();
        if (list.grain() == ReadBack.Grain.DAY) {
            return Optional.of(sums(ChronoUnit.DAYS, records, sent, lines, differences));
        }
        if (!marketplace.rules().oneRecordPerHour()) {
            return Optional.of(sums(ChronoUnit.HOURS, records, sent, lines, differences));
        }
        Map<Instant, ReadBack.AcceptedRecord> byHour = new LinkedHashMap<>();
        lines.forEach(record -> byHour.put(SlotAllocator.hourOf(record.slot()), record));
        BigDecimal told = BigDecimal.ZERO;
        for (Sent record : records) {
            ReadBack.AcceptedRecord there = byHour.get(SlotAllocator.hourOf(record.asOf()));
            told = there == null ? told : told.add(there.quantity());
            difference(record, there).ifPresent(differences::add);
        }
        sent.values().stream()
                .filter(record -> record.billed() || records.contains(record))
                .forEach(record -> byHour.remove(SlotAllocator.hourOf(record.asOf())));
        for (Sent left : sent.values()) {
            ReadBack.AcceptedRecord there = byHour.remove(SlotAllocator.hourOf(left.asOf()));
            if (there != null && there.quantity().signum() > 0) {
                told = told.add(there.quantity());
                difference(left, there).ifPresent(differences::add);
            }
        }
        byHour.forEach((hour, there) -> {
            if (there.quantity().signum() > 0) {
                differences.add("The marketplace lists " + there.quantity().toPlainString() + " as of " + hour
                        + ", which the journal does not know.");
            }
        });
        return Optional.of(told);
    }

    /** Days, or hours that may hold several records, are compared as sums of all that we sent; which record differs is not told. */
    private static BigDecimal sums(
            ChronoUnit unit,
            List<Sent> records,
            Map<String, Sent> sent,
            List<ReadBack.AcceptedRecord> lines,
            List<String> differences) {
        TreeMap<Instant, BigDecimal> billed = new TreeMap<>();
        records.forEach(record -> billed.put(record.asOf().truncatedTo(unit), BigDecimal.ZERO));
        Instant first = billed.firstKey();
        Instant last = billed.lastKey();
        sent.values().stream()
                .filter(Sent::billed)
                .filter(record -> !record.asOf().truncatedTo(unit).isBefore(first)
                        && !record.asOf().truncatedTo(unit).isAfter(last))
                .forEach(record -> billed.merge(record.asOf().truncatedTo(unit), record.quantity(), BigDecimal::add));
        Map<Instant, BigDecimal> told = new TreeMap<>();
        billed.keySet().forEach(each -> told.put(each, BigDecimal.ZERO));
        lines.stream()
                .filter(line -> unit == ChronoUnit.DAYS
                        || !line.slot().truncatedTo(unit).isBefore(first)
                                && !line.slot().truncatedTo(unit).isAfter(last))
                .forEach(line -> told.merge(line.slot().truncatedTo(unit), line.quantity(), BigDecimal::add));
        String where = unit == ChronoUnit.DAYS ? "on the day of " : "in the hour of ";
        told.forEach((start, quantity) -> {
            BigDecimal ours = billed.getOrDefault(start, BigDecimal.ZERO);
            if (ours.compareTo(quantity) != 0) {
                differences.add("The journal says that " + ours.toPlainString() + " is billed " + where + start
                        + "; the marketplace lists " + quantity.toPlainString() + ".");
            }
        });
        return told.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
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
