package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.Json;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.MeteredProduct;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Sent records and the hours they take, in the ledger. Reads only; what changes a standing is {@link RecordChanges}. */
final class RecordRows {
    private static final String COLUMNS = "SELECT r.record_key, r.product, r.customer, r.dimension, r.quantity,"
            + " r.allocations, r.sent_as_of, r.state, r.doubt, r.attempts, r.not_before, r.changed_at, c.moves, c.charge_key"
            + " FROM meter_record r JOIN meter_charge c ON c.record_key = r.record_key AND c.state = r.state ";
    private static final RowMapper<SentRecord> MAPPER = (row, context) -> new SentRecord(
            row.getString(1),
            new MeteredProduct(row.getString(2), row.getString(3)),
            row.getString(4),
            new BigDecimal(row.getString(5)),
            Json.decimals(row.getString(6)),
            Instants.of(row.getString(7)),
            new Standing(ChargeState.of(row.getString(8)), row.getInt(9) == 1),
            row.getInt(10),
            Instants.of(row.getString(11)),
            Instants.of(row.getString(12)),
            row.getInt(13),
            List.of(row.getString(14)));

    private final Handle handle;

    RecordRows(Handle handle) {
        this.handle = handle;
    }

    /** Records that are not settled, in the order in which they were dated. */
    List<SentRecord> open(MeteredProduct account) {
        return gathered(handle.createQuery(COLUMNS + "WHERE r.product = ? AND r.customer = ? AND r.state IN ('sending',"
                        + " 'unknown', 'retry_at', 'parked') ORDER BY r.sent_as_of, r.record_key, c.period_start,"
                        + " c.revision")
                .bind(0, account.product())
                .bind(1, account.customer())
                .map(MAPPER)
                .list());
    }

    Optional<SentRecord> find(String key) {
        return gathered(handle.createQuery(COLUMNS + "WHERE r.record_key = ? ORDER BY c.period_start, c.revision")
                        .bind(0, key)
                        .map(MAPPER)
                        .list())
                .stream()
                .findFirst();
    }

    private static List<SentRecord> gathered(List<SentRecord> oneEach) {
        Map<String, SentRecord> byKey = new LinkedHashMap<>();
        for (SentRecord each : oneEach) {
            byKey.merge(each.key(), each, SentRecord::joined);
        }
        return List.copyOf(byKey.values());
    }

    /** Starts of the hours, from one on, that have a record of the dimension. */
    Set<Instant> takenHours(MeteredProduct account, String dimension, Instant from) {
        return new HashSet<>(handle.createQuery("SELECT hour FROM meter_hour WHERE product = ? AND customer = ? AND"
                        + " dimension = ? AND hour >= ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, dimension)
                .bind(3, Instants.text(from))
                .mapTo(String.class)
                .map(Instants::of)
                .list());
    }

    /** Starts of the hours of a UTC day that have a record of the dimension, and its quantity; zero for heartbeats. */
    Map<Instant, BigDecimal> hoursOfDay(MeteredProduct account, String dimension, Instant day) {
        Map<Instant, BigDecimal> hours = new LinkedHashMap<>();
        handle.createQuery("SELECT h.hour, COALESCE(r.quantity, '0') FROM meter_hour h LEFT JOIN meter_record r"
                        + " ON r.record_key = h.record_key WHERE h.product = ? AND h.customer = ? AND h.dimension = ?"
                        + " AND h.hour >= ? AND h.hour < ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, dimension)
                .bind(3, Instants.text(day))
                .bind(4, Instants.text(day.plus(Duration.ofDays(1))))
                .map((row, context) -> Map.entry(Instants.of(row.getString(1)), new BigDecimal(row.getString(2))))
                .forEach(entry -> hours.put(entry.getKey(), entry.getValue()));
        return hours;
    }

    /** Fails, by the table's key, if the hour is taken. */
    void takeHour(MeteredProduct account, String dimension, Instant hour, String recordKey) {
        handle.createUpdate(
                        "INSERT INTO meter_hour (product, customer, dimension, hour, record_key) VALUES (?, ?, ?, ?, ?)")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, dimension)
                .bind(3, Instants.text(hour))
                .bind(4, recordKey)
                .execute();
    }
}
