package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.EventLog;
import org.apportion.model.metering.MeteringPeriod;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Usage in the ledger that no dimension took. */
final class ParkedRows {
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

    /** Writes usage, or a larger one over what waits. What is settled stays as it is. */
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
                log.add(account.subject(), "usage_parked", detail(each));
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

    /** All of a period, settled or not. */
    List<ParkedUsage> of(MeteredProduct account, MeteringPeriod period) {
        return handle.createQuery(COLUMNS + "AND period_start = ? ORDER BY metric, dimension")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(period.start()))
                .map(MAPPER)
                .list();
    }

    /** @return false if it is settled already */
    boolean settle(MeteredProduct account, ParkedUsage usage, Set<String> chargeIds, Instant now, EventLog log) {
        int written = handle.createUpdate(
                        "UPDATE meter_parked SET settled_at = ?, charge_keys = ? WHERE product = ? AND"
                                + " customer = ? AND period_start = ? AND metric = ? AND dimension = ? AND settled_at = ''")
                .bind(0, Instants.text(now))
                .bind(1, new TreeSet<>(chargeIds).stream().collect(Collectors.joining(" ")))
                .bind(2, account.product())
                .bind(3, account.customer())
                .bind(4, Instants.text(usage.period().start()))
                .bind(5, usage.metric())
                .bind(6, usage.dimension())
                .execute();
        if (written == 1) {
            log.add(account.subject(), "parked_usage_planned", detail(usage));
        }
        return written == 1;
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
