package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.EventLog;
import org.apportion.model.metering.MeteringPeriod;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Usage in the ledger that no dimension took. */
final class ParkedRows {
    static final String PARKED = "usage_parked";
    static final String PLANNED = "parked_usage_planned";
    static final String WAIVED = "parked_usage_waived";
    static final String GROWN = "parked_usage_grown";

    private static final String COLUMNS = "SELECT period_start, period_end, metric, dimension, quantity, error,"
            + " settled_at, charge_keys FROM meter_parked WHERE product = ? AND customer = ? ";
    private static final RowMapper<ParkedUsage> MAPPER = (row, context) -> new ParkedUsage(
            new MeteringPeriod(Instants.of(row.getString(1)), Instants.of(row.getString(2))),
            row.getString(3),
            row.getString(4),
            new BigDecimal(row.getString(5)),
            row.getString(6),
            !row.getString(7).isEmpty(),
            keys(row.getString(8)));

    private final Handle handle;

    ParkedRows(Handle handle) {
        this.handle = handle;
    }

    private static Set<String> keys(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
    }

    /** Writes usage, or another quantity over what waits. What is settled stays as it is. */
    void park(MeteredProduct account, List<ParkedUsage> usage, EventLog log) {
        for (ParkedUsage each : usage) {
            int written = handle.createUpdate("INSERT INTO meter_parked (product, customer, period_start, period_end,"
                            + " metric, dimension, quantity, error, settled_at, charge_keys) VALUES (?, ?, ?, ?, ?, ?,"
                            + " ?, ?, '', '') ON CONFLICT (product, customer, period_start, metric, dimension) DO UPDATE"
                            + " SET quantity = excluded.quantity, error = excluded.error"
                            + " WHERE meter_parked.settled_at = ''")
                    .bind(0, account.product())
                    .bind(1, account.customer())
                    .bind(2, Instants.text(each.period().start()))
                    .bind(3, Instants.text(each.period().end()))
                    .bind(4, each.metric())
                    .bind(5, held(each.dimension()))
                    .bind(6, ChargeRows.quantity(each.usage()))
                    .bind(7, each.error().replace('\0', ' '))
                    .execute();
            if (written == 1) {
                log.add(account.subject(), PARKED, detail(each));
            }
        }
    }

    /** What samples of before {@link SampleText#requireNames} may have, as the table can hold it. */
    private static String held(String dimension) {
        String clean = dimension.replace('\0', ' ');
        return clean.length() > SampleText.LONGEST_NAME ? clean.substring(0, SampleText.LONGEST_NAME) : clean;
    }

    /** The usage that waits, the oldest period first. */
    List<ParkedUsage> waiting(MeteredProduct account) {
        return handle.createQuery(COLUMNS + "AND settled_at = '' ORDER BY period_start, metric, dimension")
                .bind(0, account.product())
                .bind(1, account.customer())
                .map(MAPPER)
                .list();
    }

    /** The usage of all accounts that waits, the oldest period first. */
    List<WaitingUsage> waiting() {
        return handle.createQuery("SELECT period_start, period_end, metric, dimension, quantity, error, settled_at,"
                        + " charge_keys, product, customer FROM meter_parked WHERE settled_at = '' ORDER BY period_start,"
                        + " product, customer, metric, dimension")
                .map((row, context) -> new WaitingUsage(
                        new MeteredProduct(row.getString(9), row.getString(10)), MAPPER.map(row, context)))
                .list();
    }

    /** All of a period, settled or not. */
    List<ParkedUsage> of(MeteredProduct account, MeteringPeriod period) {
        return handle.createQuery(COLUMNS + "AND period_start = ? ORDER BY metric, dimension")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(period.start()))
                .map(MAPPER)
                .list();
    }

    /**
     * Marks usage as settled.
     *
     * @param event {@link #PLANNED} or {@link #WAIVED}
     * @param by what the event tells besides
     * @return false if it is settled already, or is not as much as it was any more
     */
    boolean settle(
            MeteredProduct account,
            ParkedUsage usage,
            String event,
            Map<String, Object> by,
            Instant now,
            EventLog log) {
        int written = handle.createUpdate(
                        "UPDATE meter_parked SET settled_at = ? WHERE product = ? AND customer = ? AND"
                                + " period_start = ? AND metric = ? AND dimension = ? AND quantity = ? AND settled_at = ''")
                .bind(0, Instants.text(now))
                .bind(1, account.product())
                .bind(2, account.customer())
                .bind(3, Instants.text(usage.period().start()))
                .bind(4, usage.metric())
                .bind(5, usage.dimension())
                .bind(6, ChargeRows.quantity(usage.usage()))
                .execute();
        if (written == 1) {
            Map<String, Object> detail = detail(usage);
            detail.putAll(by);
            log.add(account.subject(), event, detail);
        }
        return written == 1;
    }

    /** Keeps as which charges it is planned. */
    void keys(MeteredProduct account, ParkedUsage usage, Set<String> chargeIds) {
        Set<String> all = new TreeSet<>(usage.chargeIds());
        all.addAll(chargeIds);
        handle.createUpdate("UPDATE meter_parked SET charge_keys = ? WHERE product = ? AND customer = ? AND"
                        + " period_start = ? AND metric = ? AND dimension = ?")
                .bind(0, String.join(" ", all))
                .bind(1, account.product())
                .bind(2, account.customer())
                .bind(3, Instants.text(usage.period().start()))
                .bind(4, usage.metric())
                .bind(5, usage.dimension())
                .execute();
    }

    /** What was planned before has more usage, and further charges. */
    void grow(MeteredProduct account, LateDecision.Growth growth, Set<String> chargeIds, EventLog log) {
        ParkedUsage before = growth.before();
        handle.createUpdate(
                        "UPDATE meter_parked SET quantity = ? WHERE product = ? AND customer = ? AND period_start = ?"
                                + " AND metric = ? AND dimension = ?")
                .bind(0, ChargeRows.quantity(growth.usage()))
                .bind(1, account.product())
                .bind(2, account.customer())
                .bind(3, Instants.text(before.period().start()))
                .bind(4, before.metric())
                .bind(5, before.dimension())
                .execute();
        keys(account, before, chargeIds);
        log.add(account.subject(), GROWN, detail(before.withUsage(growth.usage())));
    }

    private static Map<String, Object> detail(ParkedUsage usage) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("from", usage.period().start().toString());
        detail.put("to", usage.period().end().toString());
        detail.put("metric", usage.metric());
        detail.put("dimension", usage.dimension());
        detail.put("usage", ChargeRows.quantity(usage.usage()));
        return detail;
    }
}
