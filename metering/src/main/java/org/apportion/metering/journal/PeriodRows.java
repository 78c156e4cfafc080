package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.Json;
import org.apportion.metering.audit.RowBatch;
import org.apportion.model.metering.MeteringPeriod;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Closed periods in the ledger. */
final class PeriodRows {
    private static final String COLUMNS = "SELECT product, customer, period_start, period_end, kind, coverage, samples,"
            + " inputs_digest, used, closed_at, compacted_at, terms_digest FROM meter_period ";
    private static final RowMapper<ClosedPeriod> MAPPER = (row, context) -> new ClosedPeriod(
            new MeteredProduct(row.getString(1), row.getString(2)),
            new MeteringPeriod(Instants.of(row.getString(3)), Instants.of(row.getString(4))),
            PeriodClose.Kind.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
            new BigDecimal(row.getString(6)),
            row.getInt(7),
            row.getString(8),
            Json.decimals(row.getString(9)),
            Instants.of(row.getString(10)),
            Optional.of(row.getString(11)).filter(text -> !text.isEmpty()).map(Instants::of),
            row.getString(12));

    private final Handle handle;

    PeriodRows(Handle handle) {
        this.handle = handle;
    }

    /** A closed period that overlaps with another one, and the digest of its plan. */
    record Present(MeteringPeriod period, String planDigest) {}

    Optional<Present> overlapping(MeteredProduct account, MeteringPeriod period) {
        return handle.createQuery("SELECT period_start, period_end, plan_digest FROM meter_period WHERE product = ?"
                        + " AND customer = ? AND period_end > ? AND period_start < ? ORDER BY period_start LIMIT 1")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(period.start()))
                .bind(3, Instants.text(period.end()))
                .map((row, context) -> new Present(
                        new MeteringPeriod(Instants.of(row.getString(1)), Instants.of(row.getString(2))),
                        row.getString(3)))
                .findOne();
    }

    void insert(List<Closing> closings, Instant now) {
        RowBatch batch = new RowBatch(
                handle,
                "INSERT INTO meter_period (product, customer, period_start, period_end, kind, coverage, samples,"
                        + " inputs_digest, plan_digest, used, closed_at, compacted_at, terms_digest)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)");
        for (Closing closing : closings) {
            PeriodClose close = closing.close();
            batch.add(
                    close.account().product(),
                    close.account().customer(),
                    Instants.text(close.period().start()),
                    Instants.text(close.period().end()),
                    close.kind().name().toLowerCase(Locale.ROOT),
                    close.coverage().toString(),
                    closing.samples(),
                    close.inputsDigest(),
                    closing.planDigest(),
                    Json.decimals(close.used()),
                    Instants.text(now),
                    closing.termsDigest());
        }
        batch.execute();
    }

    /** Keeps the terms of the closings, each different text once. */
    void keepTerms(List<Closing> closings) {
        Map<String, String> terms = new LinkedHashMap<>();
        closings.forEach(
                closing -> terms.put(closing.termsDigest(), closing.close().terms()));
        terms.remove("");
        terms.forEach((digest, text) -> handle.createUpdate(
                        "INSERT INTO meter_terms (digest, terms) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING")
                .bind(0, digest)
                .bind(1, text)
                .execute());
    }

    Optional<String> terms(String digest) {
        return handle.createQuery("SELECT terms FROM meter_terms WHERE digest = ?")
                .bind(0, digest)
                .mapTo(String.class)
                .findOne();
    }

    /** The closed period that holds an instant. */
    Optional<ClosedPeriod> holding(MeteredProduct account, Instant instant) {
        return handle.createQuery(COLUMNS + "WHERE product = ? AND customer = ? AND period_start <= ? AND"
                        + " period_end > ? ORDER BY period_start DESC LIMIT 1")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(instant))
                .bind(3, Instants.text(instant))
                .map(MAPPER)
                .findOne();
    }

    List<ClosedPeriod> latest(MeteredProduct account, int limit) {
        return handle.createQuery(COLUMNS + "WHERE product = ? AND customer = ? ORDER BY period_start DESC LIMIT ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, limit)
                .map(MAPPER)
                .list();
    }

    List<ClosedPeriod> latest(MeteredProduct account, Instant before, int limit) {
        return handle.createQuery(COLUMNS + "WHERE product = ? AND customer = ? AND period_start < ?"
                        + " ORDER BY period_start DESC LIMIT ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, Instants.text(before))
                .bind(3, limit)
                .map(MAPPER)
                .list();
    }

    /** Still with their samples, closed and with all charges settled before the instant, the oldest first. */
    List<ClosedPeriod> settled(MeteredProduct account, Instant before, int limit) {
        return handle.createQuery(
                        COLUMNS + "WHERE product = :product AND customer = :customer AND compacted_at = '' AND"
                                + " closed_at < :before AND period_start NOT IN (SELECT period_start FROM meter_charge WHERE"
                                + " product = :product AND customer = :customer AND (state NOT IN (<settled>) OR"
                                + " changed_at >= :before)) ORDER BY period_start LIMIT :limit")
                .bind("product", account.product())
                .bind("customer", account.customer())
                .bind("before", Instants.text(before))
                .bind("limit", limit)
                .bindList(
                        "settled",
                        Arrays.stream(ChargeState.values())
                                .filter(ChargeState::settled)
                                .map(ChargeState::id)
                                .toList())
                .map(MAPPER)
                .list();
    }

    void compacted(MeteredProduct account, MeteringPeriod period, Instant now) {
        handle.createUpdate("UPDATE meter_period SET compacted_at = ? WHERE product = ? AND customer = ? AND"
                        + " period_start = ?")
                .bind(0, Instants.text(now))
                .bind(1, account.product())
                .bind(2, account.customer())
                .bind(3, Instants.text(period.start()))
                .execute();
    }
}
