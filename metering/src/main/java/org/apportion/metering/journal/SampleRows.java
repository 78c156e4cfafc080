package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.RowBatch;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.UsageReading;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Samples in the ledger. */
final class SampleRows {
    /** The event of a sample that came after its period was closed: no digest of a period's inputs has it. */
    static final String LATE = "sample_late";

    private static final int COUNTS = 0;
    /** Late, and computed into its period's adjustments. */
    private static final int COMPUTED = 2;
    /** Late, and not billed. */
    private static final int NOT_BILLED = 3;

    /** Samples in which a value that is held is looked for. */
    private static final int MOST_HELD = 1_000;

    private static final int FETCH = 100;

    private static final String COLUMNS = "SELECT reported_at, revision, late, digest, content, recorded_at FROM"
            + " meter_sample WHERE product = ? AND customer = ? ";
    private static final RowMapper<JournalSample> MAPPER = (row, context) -> new JournalSample(
            SampleText.reading(Instants.of(row.getString(1)), row.getString(5)),
            row.getInt(2),
            row.getInt(3) != COUNTS,
            row.getString(4),
            Instants.of(row.getString(6)));

    private static final RowMapper<JournalSample> AS_COUNTING = (row, context) -> new JournalSample(
            SampleText.reading(Instants.of(row.getString(1)), row.getString(5)),
            row.getInt(2),
            false,
            row.getString(4),
            Instants.of(row.getString(6)));

    private final Handle handle;

    SampleRows(Handle handle) {
        this.handle = handle;
    }

    List<SampleOutcome> add(List<CustomerReading> readings, Change change) {
        int[] inserted = insert(readings, change.now());
        List<SampleOutcome> outcomes = new ArrayList<>(readings.size());
        for (int i = 0; i < inserted.length; i++) {
            CustomerReading reading = readings.get(i);
            SampleOutcome outcome = inserted[i] == 1 ? lateOrAdded(reading) : addBeside(reading, change);
            if (outcome == SampleOutcome.LATE) {
                change.log().add(reading.account().subject(), LATE, late(reading));
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }

    private static Map<String, Object> late(CustomerReading late) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("at", SampleText.instant(late.reading()).toString());
        detail.put("digest", SampleText.digest(late.account(), late.reading()));
        return detail;
    }

    private int[] insert(List<CustomerReading> readings, Instant now) {
        RowBatch batch = new RowBatch(
                handle,
                "INSERT INTO meter_sample (product, customer, reported_at, revision, late, digest, content, recorded_at)"
                        + " VALUES (?, ?, ?, 0, (SELECT COUNT(*) FROM meter_period WHERE product = ? AND customer = ?"
                        + " AND period_end > ? AND period_start = (SELECT MAX(period_start) FROM meter_period"
                        + " WHERE product = ? AND customer = ?)), ?, ?, ?)"
                        + " ON CONFLICT (product, customer, reported_at, revision) DO NOTHING");
        for (CustomerReading each : readings) {
            SampleText.requireNames(each.account(), each.reading());
            String at = Instants.text(SampleText.instant(each.reading()));
            String product = each.account().product();
            String customer = each.account().customer();
            batch.add(
                    product,
                    customer,
                    at,
                    product,
                    customer,
                    at,
                    product,
                    customer,
                    SampleText.digest(each.account(), each.reading()),
                    SampleText.json(each.reading()),
                    Instants.text(now));
        }
        return batch.execute();
    }

    private SampleOutcome lateOrAdded(CustomerReading reading) {
        boolean late = handle.createQuery(
                        "SELECT late FROM meter_sample WHERE product = ? AND customer = ? AND reported_at = ?"
                                + " AND revision = 0")
                .bind(0, reading.account().product())
                .bind(1, reading.account().customer())
                .bind(2, Instants.text(SampleText.instant(reading.reading())))
                .mapTo(Integer.class)
                .one()
                .equals(1);
        return late ? SampleOutcome.LATE : SampleOutcome.ADDED;
    }

    private SampleOutcome addBeside(CustomerReading contradicting, Change change) {
        MeteredProduct account = contradicting.account();
        String at = Instants.text(SampleText.instant(contradicting.reading()));
        String digest = SampleText.digest(account, contradicting.reading());
        List<String> present = handle.createQuery("SELECT digest FROM meter_sample WHERE product = ? AND customer = ?"
                        + " AND reported_at = ? ORDER BY revision")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, at)
                .mapTo(String.class)
                .list();
        if (present.contains(digest)) {
            return present.get(0).equals(digest) ? SampleOutcome.SAME : SampleOutcome.CONFLICT;
        }
        handle.createUpdate("INSERT INTO meter_sample (product, customer, reported_at, revision, late, digest,"
                        + " content, recorded_at) VALUES (?, ?, ?, ?, 0, ?, ?, ?)")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, at)
                .bind(3, present.size())
                .bind(4, digest)
                .bind(5, SampleText.json(contradicting.reading()))
                .bind(6, Instants.text(change.now()))
                .execute();
        change.log()
                .add(
                        account.subject(),
                        "sample_conflict",
                        Map.of("at", at, "counts", present.get(0), "beside", digest));
        return SampleOutcome.CONFLICT;
    }

    List<JournalSample> in(MeteredProduct account, MeteringPeriod period) {
        return handle.createQuery(COLUMNS + "AND reported_at >= ? AND reported_at < ? ORDER BY reported_at, revision")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(period.start()))
                .bind(3, Instants.text(period.end()))
                .map(MAPPER)
                .list();
    }

    List<JournalSample> since(MeteredProduct account, Instant from, int limit) {
        return handle.createQuery(COLUMNS + "AND reported_at >= ? AND revision = 0 ORDER BY reported_at LIMIT ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(from))
                .bind(3, limit)
                .map(MAPPER)
                .list();
    }

    Optional<JournalSample> lastBefore(MeteredProduct account, Instant instant) {
        return handle.createQuery(COLUMNS + "AND reported_at < ? AND revision = 0 ORDER BY reported_at DESC LIMIT 1")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(instant))
                .map(MAPPER)
                .findOne();
    }

    /**
     * What is held from before an instant: the last sample, with the last value of each metric that it lacks, of the latest
     * {@value #MOST_HELD}.
     *
     * @param metrics that are looked for
     */
    Optional<JournalSample> heldBefore(MeteredProduct account, Instant instant, Set<String> metrics) {
        Optional<JournalSample> last = lastBefore(account, instant);
        if (last.isEmpty() || missing(metrics, last.get().reading()).isEmpty()) {
            return last;
        }
        UsageReading newest = last.get().reading();
        Set<String> missing = missing(metrics, newest);
        Map<String, BigDecimal> values = new LinkedHashMap<>(newest.metrics());
        Map<String, Map<String, BigDecimal>> dimensions = new LinkedHashMap<>(newest.dimensions());
        try (var older = handle
                .createQuery(
                        COLUMNS + "AND reported_at < ? AND revision = 0 ORDER BY reported_at DESC LIMIT " + MOST_HELD)
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(newest.reportedAt()))
                .setFetchSize(FETCH)
                .map(MAPPER)
                .stream()) {
            for (var each = older.iterator(); each.hasNext() && !missing.isEmpty(); ) {
                UsageReading reading = each.next().reading();
                for (String metric : List.copyOf(missing)) {
                    Optional.ofNullable(reading.metrics().get(metric)).ifPresent(value -> values.put(metric, value));
                    Optional.ofNullable(reading.dimensions().get(metric))
                            .ifPresent(value -> dimensions.put(metric, value));
                }
                missing.retainAll(missing(missing, reading));
            }
        }
        UsageReading held = new UsageReading(newest.reportedAt(), values, dimensions, newest.baseProduct());
        return last.map(
                each -> new JournalSample(held, each.revision(), each.late(), each.digest(), each.recordedAt()));
    }

    private static Set<String> missing(Set<String> metrics, UsageReading reading) {
        Set<String> missing = new TreeSet<>(metrics);
        missing.removeAll(reading.metrics().keySet());
        missing.removeAll(reading.dimensions().keySet());
        return missing;
    }

    /** Samples of a period's bill with its adjustments, written up to an instant, all as ones that count. */
    List<JournalSample> inBill(MeteredProduct account, MeteringPeriod period, Instant until) {
        return handle.createQuery(COLUMNS + "AND reported_at >= ? AND reported_at < ? AND revision = 0 AND late <> ?"
                        + " ORDER BY reported_at")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(period.start()))
                .bind(3, Instants.text(period.end()))
                .bind(4, NOT_BILLED)
                .map(AS_COUNTING)
                .filter(sample -> !sample.recordedAt().isAfter(until))
                .list();
    }

    /** Instants of late samples that wait, the oldest first. */
    List<Instant> waiting(MeteredProduct account, int limit) {
        return handle.createQuery("SELECT reported_at FROM meter_sample WHERE product = ? AND customer = ? AND late = 1"
                        + " AND revision = 0 ORDER BY reported_at LIMIT ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, limit)
                .mapTo(String.class)
                .map(Instants::of)
                .list();
    }

    /** All late samples of the period are part of its adjustments from now on. @return how many */
    int computed(MeteredProduct account, MeteringPeriod period) {
        return mark(account, period.start(), period.end(), COMPUTED);
    }

    /** The late samples from one instant to another (exclusive) are not billed. @return how many */
    int passOver(MeteredProduct account, Instant from, Instant to) {
        return mark(account, from, to, NOT_BILLED);
    }

    private int mark(MeteredProduct account, Instant from, Instant to, int late) {
        return handle.createUpdate("UPDATE meter_sample SET late = ? WHERE product = ? AND customer = ? AND late = 1"
                        + " AND reported_at >= ? AND reported_at < ?")
                .bind(0, late)
                .bind(1, account.product())
                .bind(2, account.customer())
                .bind(3, Instants.text(from))
                .bind(4, Instants.text(to))
                .execute();
    }

    /** Digests of the samples that count in a period, in order. */
    List<String> inputs(MeteredProduct account, MeteringPeriod period) {
        return handle.createQuery("SELECT digest FROM meter_sample WHERE product = ? AND customer = ? AND"
                        + " reported_at >= ? AND reported_at < ? AND revision = 0 AND late = 0 ORDER BY reported_at")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(period.start()))
                .bind(3, Instants.text(period.end()))
                .mapTo(String.class)
                .list();
    }

    int drop(MeteredProduct account, MeteringPeriod period) {
        return handle.createUpdate("DELETE FROM meter_sample WHERE product = ? AND customer = ? AND"
                        + " reported_at >= ? AND reported_at < ? AND revision = 0 AND late = 0")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(period.start()))
                .bind(3, Instants.text(period.end()))
                .execute();
    }
}
