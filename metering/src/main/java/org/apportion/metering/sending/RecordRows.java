package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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

    /** Starts of the hours, from one on, that have a record of a dimension. */
    Set<Instant> takenHours(MeteredProduct account, String dimension, Instant from) {
        return takenHours(account, Set.of(dimension), from).getOrDefault(dimension, Set.of());
    }

    /** By dimension the starts of the hours, from one on, that have a record; each dimension has a set that can grow. */
    Map<String, Set<Instant>> takenHours(MeteredProduct account, Set<String> dimensions, Instant from) {
        Map<String, Set<Instant>> taken = new HashMap<>();
        dimensions.forEach(dimension -> taken.put(dimension, new HashSet<>()));
        if (dimensions.isEmpty()) {
            return taken;
        }
        handle.createQuery(
                        "SELECT dimension, hour FROM meter_hour WHERE product = :product AND customer = :customer AND"
                                + " dimension IN (<dimensions>) AND hour >= :from")
                .bind("product", account.product())
                .bind("customer", account.customer())
                .bindList("dimensions", List.copyOf(dimensions))
                .bind("from", Instants.text(from))
                .map((row, context) -> Map.entry(row.getString(1), Instants.of(row.getString(2))))
                .forEach(each -> taken.computeIfAbsent(each.getKey(), any -> new HashSet<>())
                        .add(each.getValue()));
        return taken;
    }

    /** What else we sent, or may have sent, of a record's dimension as of a UTC day. */
    Siblings siblings(SentRecord record, Instant day) {
        String from = Instants.text(day);
        String to = Instants.text(day.plus(Duration.ofDays(1)));
        List<Siblings.Sibling> records = handle.createQuery(
                        "SELECT sent_as_of, quantity, state, doubt FROM meter_record"
                                + " WHERE product = ? AND customer = ? AND dimension = ? AND sent_as_of >= ? AND sent_as_of < ?"
                                + " AND record_key <> ?")
                .bind(0, record.account().product())
                .bind(1, record.account().customer())
                .bind(2, record.dimension())
                .bind(3, from)
                .bind(4, to)
                .bind(5, record.key())
                .map((row, context) -> new Siblings.Sibling(
                        Instants.of(row.getString(1)),
                        new BigDecimal(row.getString(2)),
                        Siblings.billed(row.getString(3), row.getInt(4) == 1)))
                .list();
        boolean adapters = handle.createQuery("SELECT COUNT(*) FROM meter_hour WHERE product = ? AND customer = ? AND"
                                + " dimension = ? AND hour >= ? AND hour < ? AND record_key = 'adapter'")
                        .bind(0, record.account().product())
                        .bind(1, record.account().customer())
                        .bind(2, record.dimension())
                        .bind(3, from)
                        .bind(4, to)
                        .mapTo(Integer.class)
                        .one()
                > 0;
        return new Siblings(records, adapters);
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
