package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.audit.EventLog;
import org.apportion.metering.audit.Json;
import org.apportion.metering.audit.RowBatch;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Charges in the ledger. */
public final class ChargeRows {
    private static final String COLUMNS = "SELECT product, customer, dimension, period_start, period_end, revision,"
            + " charge_key, quantity, allocations, evidence, planned_at, state, doubt, record_key, changed_at,"
            + " record_id, message, moves FROM meter_charge ";
    private static final RowMapper<Charge> MAPPER = (row, context) -> new Charge(
            new ChargeKey(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    new MeteringPeriod(Instants.of(row.getString(4)), Instants.of(row.getString(5))),
                    row.getInt(6)),
            row.getString(7),
            new BigDecimal(row.getString(8)),
            Json.decimals(row.getString(9)),
            ChargeEvidence.of(row.getString(10)),
            Instants.of(row.getString(11)),
            ChargeState.of(row.getString(12)),
            row.getInt(13) == 1,
            row.getString(14),
            Instants.of(row.getString(15)),
            row.getString(16),
            row.getString(17),
            row.getInt(18));

    /** Fewer characters of a key could mean several. */
    static final int SHORTEST_WORD = 6;

    private static final int MOST_NAMED = 10;

    private final Handle handle;

    public ChargeRows(Handle handle) {
        this.handle = handle;
    }

    /** Equal numbers give equal texts. */
    static String quantity(BigDecimal quantity) {
        return quantity.signum() == 0 ? "0" : quantity.stripTrailingZeros().toPlainString();
    }

    /** Writes new charges and their events. Fails, by the table's keys, if one is there. */
    public void plan(List<PlannedCharge> charges, EventLog log, Instant now) {
        RowBatch batch = new RowBatch(
                handle,
                "INSERT INTO meter_charge (charge_key, product, customer, dimension, period_start, period_end, revision,"
                        + " quantity, allocations, evidence, planned_at, state, doubt, moves, record_key, changed_at,"
                        + " record_id, message)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', ?, '', ?)");
        String at = Instants.text(now);
        for (PlannedCharge charge : charges) {
            ChargeKey key = charge.key();
            String id = key.idempotencyKey();
            String quantity = quantity(charge.quantity());
            String allocations = Json.decimals(charge.allocations());
            String evidence = charge.evidence().json();
            batch.add(
                    id,
                    key.product(),
                    key.customer(),
                    key.dimension(),
                    Instants.text(key.period().start()),
                    Instants.text(key.period().end()),
                    key.revision(),
                    quantity,
                    allocations,
                    evidence,
                    at,
                    state(charge).id(),
                    charge.doubt().isEmpty() ? 0 : 1,
                    at,
                    charge.doubt());
            log.add(id, "charge_planned", planned(charge, quantity, AuditChain.basis(allocations, evidence)));
        }
        if (!charges.isEmpty()) {
            batch.execute();
        }
    }

    private static ChargeState state(PlannedCharge charge) {
        return charge.doubt().isEmpty() ? ChargeState.PLANNED : ChargeState.PARKED;
    }

    private static Map<String, Object> planned(PlannedCharge charge, String quantity, String basis) {
        ChargeKey key = charge.key();
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("state", state(charge).id());
        if (!charge.doubt().isEmpty()) {
            detail.put("doubt", true);
            detail.put("message", charge.doubt());
        }
        detail.put("product", key.product());
        detail.put("customer", key.customer());
        detail.put("dimension", key.dimension());
        detail.put("from", key.period().start().toString());
        detail.put("to", key.period().end().toString());
        detail.put("revision", key.revision());
        detail.put("quantity", quantity);
        detail.put("basis", basis);
        return detail;
    }

    public Optional<Charge> find(String id) {
        return handle.createQuery(COLUMNS + "WHERE charge_key = ?")
                .bind(0, id)
                .map(MAPPER)
                .findOne();
    }

    List<Charge> named(String word) {
        boolean isKey = word.matches("[0-9a-f]{" + SHORTEST_WORD + ",64}");
        return handle.createQuery(
                        COLUMNS + "WHERE record_id = ? OR (charge_key >= ? AND charge_key < ?) LIMIT " + MOST_NAMED)
                .bind(0, word)
                .bind(1, word)
                .bind(2, isKey ? word + "g" : word)
                .map(MAPPER)
                .list();
    }

    /** Whether a charge of this account that is no part of the same record has the marketplace's id. */
    public boolean isOfAnotherRecord(String recordId, Charge charge) {
        return !recordId.isEmpty()
                && handle.createQuery("SELECT COUNT(*) FROM meter_charge WHERE record_id = ? AND product = ? AND"
                                        + " customer = ? AND charge_key <> ? AND (record_key = '' OR record_key <> ?)")
                                .bind(0, recordId)
                                .bind(1, charge.key().product())
                                .bind(2, charge.key().customer())
                                .bind(3, charge.id())
                                .bind(4, charge.recordKey())
                                .mapTo(Integer.class)
                                .one()
                        > 0;
    }

    public List<Charge> ofRecord(String recordKey) {
        return handle.createQuery(COLUMNS + "WHERE record_key = ? ORDER BY period_start, revision")
                .bind(0, recordKey)
                .map(MAPPER)
                .list();
    }

    /** Planned charges of an account that have not been sent, the oldest period first. */
    public List<Charge> unsent(MeteredProduct account) {
        return handle.createQuery(COLUMNS + "WHERE state = 'planned' AND product = ? AND customer = ?"
                        + " ORDER BY dimension, period_start, revision")
                .bind(0, account.product())
                .bind(1, account.customer())
                .map(MAPPER)
                .list();
    }

    /** Idempotency keys of {@link #unsent}. */
    public Set<String> unsentKeys(MeteredProduct account) {
        return new HashSet<>(handle.createQuery(
                        "SELECT charge_key FROM meter_charge WHERE state = 'planned' AND product = ? AND customer = ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .mapTo(String.class)
                .list());
    }

    /** The first revision of a charge's dimension and period that is free. */
    public int nextRevision(ChargeKey key) {
        return handle.createQuery("SELECT COALESCE(MAX(revision) + 1, 0) FROM meter_charge WHERE product = ? AND"
                        + " customer = ? AND dimension = ? AND period_start = ? AND period_end = ?")
                .bind(0, key.product())
                .bind(1, key.customer())
                .bind(2, key.dimension())
                .bind(3, Instants.text(key.period().start()))
                .bind(4, Instants.text(key.period().end()))
                .mapTo(Integer.class)
                .one();
    }

    /** The key of a further charge: of the first revision that is free, 1 at least. */
    ChargeKey further(MeteredProduct account, String dimension, MeteringPeriod period) {
        ChargeKey first = new ChargeKey(account.product(), account.customer(), dimension, period, 0);
        return new ChargeKey(
                account.product(), account.customer(), dimension, period, Math.max(1, nextRevision(first)));
    }

    List<Charge> matching(ChargeFilter filter) {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        filter.account().ifPresent(account -> conditions.add("product = :product AND customer = :customer"));
        filter.from().ifPresent(from -> conditions.add("period_start >= :from"));
        filter.to().ifPresent(to -> conditions.add("period_start < :to"));
        if (!filter.states().isEmpty()) {
            conditions.add("state IN (<states>)");
        }
        Query query = handle.createQuery(COLUMNS + "WHERE " + String.join(" AND ", conditions)
                + " ORDER BY period_start DESC, product, customer, dimension, revision LIMIT :limit");
        filter.account()
                .ifPresent(account -> query.bind("product", account.product()).bind("customer", account.customer()));
        filter.from().ifPresent(from -> query.bind("from", Instants.text(from)));
        filter.to().ifPresent(to -> query.bind("to", Instants.text(to)));
        if (!filter.states().isEmpty()) {
            query.bindList(
                    "states", filter.states().stream().map(ChargeState::id).toList());
        }
        return query.bind("limit", filter.limit()).map(MAPPER).list();
    }
}
