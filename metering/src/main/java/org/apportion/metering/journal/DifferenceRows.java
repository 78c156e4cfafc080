package org.apportion.metering.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.EventLog;
import org.apportion.metering.audit.Json;
import org.apportion.model.metering.MeteringPeriod;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Differences in the ledger, at most one of a period, each change with its event. */
public final class DifferenceRows {
    static final String FOUND = "difference_found";
    static final String ENDED = "difference_ended";
    static final String SETTLED = "difference_settled";

    static final String COLUMNS =
            "SELECT difference_key, product, customer, period_start, period_end, told, settled_at FROM meter_difference ";
    static final RowMapper<Difference> MAPPER = (row, context) -> new Difference(
            row.getString(1),
            new MeteredProduct(row.getString(2), row.getString(3)),
            new MeteringPeriod(Instants.of(row.getString(4)), Instants.of(row.getString(5))),
            sentences(row.getString(6)),
            !row.getString(7).isEmpty());

    private final Handle handle;

    public DifferenceRows(Handle handle) {
        this.handle = handle;
    }

    private static List<String> sentences(String json) {
        List<String> sentences = new ArrayList<>();
        if (Json.tree(json).get("told") instanceof List<?> told) {
            told.forEach(each -> sentences.add(String.valueOf(each)));
        }
        return sentences;
    }

    /** Those that are not settled, of all accounts. */
    List<Difference> open() {
        return handle.createQuery(COLUMNS + "WHERE settled_at = '' ORDER BY product, customer, period_start")
                .map(MAPPER)
                .list();
    }

    /** Those that are not settled, the oldest period first. */
    List<Difference> open(MeteredProduct account) {
        return handle.createQuery(
                        COLUMNS + "WHERE product = ? AND customer = ? AND settled_at = '' ORDER BY period_start")
                .bind(0, account.product())
                .bind(1, account.customer())
                .map(MAPPER)
                .list();
    }

    /** What a review of a period found: nothing, what is known, or another difference in place of the one before. */
    void reviewed(MeteredProduct account, MeteringPeriod period, List<String> told, EventLog log) {
        Optional<Difference> before = of(account, period);
        if (told.isEmpty()) {
            before.ifPresent(each -> {
                remove(each);
                log.add(account.subject(), ENDED, detail(each));
            });
            return;
        }
        Difference found = Difference.found(account, period, told);
        if (before.filter(each -> each.id().equals(found.id())).isPresent()) {
            return;
        }
        before.ifPresent(this::remove);
        handle.createUpdate("INSERT INTO meter_difference (difference_key, product, customer, period_start, period_end,"
                        + " told, settled_at) VALUES (?, ?, ?, ?, ?, ?, '')")
                .bind(0, found.id())
                .bind(1, account.product())
                .bind(2, account.customer())
                .bind(3, Instants.text(period.start()))
                .bind(4, Instants.text(period.end()))
                .bind(5, Json.text(Map.of("told", told)))
                .execute();
        Map<String, Object> detail = detail(found);
        detail.put("told", told);
        log.add(account.subject(), FOUND, detail);
    }

    private Optional<Difference> of(MeteredProduct account, MeteringPeriod period) {
        return handle.createQuery(COLUMNS + "WHERE product = ? AND customer = ? AND period_start = ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(period.start()))
                .map(MAPPER)
                .findOne();
    }

    private void remove(Difference difference) {
        handle.createUpdate("DELETE FROM meter_difference WHERE difference_key = ?")
                .bind(0, difference.id())
                .execute();
    }

    /** It is told no more. @return empty if it is not there, or settled before */
    public Optional<Difference> settle(String id, String by, String reason, EventLog log, Instant now) {
        int settled = handle.createUpdate(
                        "UPDATE meter_difference SET settled_at = ? WHERE difference_key = ? AND settled_at = ''")
                .bind(0, Instants.text(now))
                .bind(1, id)
                .execute();
        if (settled == 0) {
            return Optional.empty();
        }
        Difference difference = handle.createQuery(COLUMNS + "WHERE difference_key = ?")
                .bind(0, id)
                .map(MAPPER)
                .one();
        Map<String, Object> detail = detail(difference);
        detail.put("by", by);
        detail.put("reason", reason);
        log.add(difference.account().subject(), SETTLED, detail);
        return Optional.of(difference);
    }

    private static Map<String, Object> detail(Difference difference) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("difference", difference.id());
        detail.put("from", difference.period().start().toString());
        detail.put("to", difference.period().end().toString());
        return detail;
    }
}
