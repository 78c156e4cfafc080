package org.apportion.metering.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.Json;
import org.apportion.model.metering.MeteringPeriod;
import org.jdbi.v3.core.Handle;

/** Trials, and named values for the documents. */
final class StateRows {
    /** Stands for the whole ledger; no product can have this name in a configuration. */
    private static final MeteredProduct HOLDER = new MeteredProduct(" ", "");

    private static final String METERED = "metered";

    private final Handle handle;

    StateRows(Handle handle) {
        this.handle = handle;
    }

    Optional<TrialGrant> trial(MeteredProduct account) {
        return handle.createQuery("SELECT grant_id, trial_from, trial_to, granted_at FROM meter_trial"
                        + " WHERE product = ? AND customer = ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .map((row, context) -> new TrialGrant(
                        account,
                        row.getString(1),
                        new MeteringPeriod(Instants.of(row.getString(2)), Instants.of(row.getString(3))),
                        Instants.of(row.getString(4))))
                .findOne();
    }

    void insert(TrialGrant grant) {
        handle.createUpdate("INSERT INTO meter_trial (product, customer, grant_id, trial_from, trial_to, granted_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")
                .bind(0, grant.account().product())
                .bind(1, grant.account().customer())
                .bind(2, grant.grantId())
                .bind(3, Instants.text(grant.period().start()))
                .bind(4, Instants.text(grant.period().end()))
                .bind(5, Instants.text(grant.grantedAt()))
                .execute();
    }

    /** The hour has a record of nobody we know; nothing happens if it is taken. */
    void hold(MeteredProduct account, String dimension, Instant hour) {
        handle.createUpdate("INSERT INTO meter_hour (product, customer, dimension, hour, record_key)"
                        + " VALUES (?, ?, ?, ?, 'adapter') ON CONFLICT (product, customer, dimension, hour) DO NOTHING")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, dimension)
                .bind(3, Instants.text(hour))
                .execute();
    }

    Optional<String> get(MeteredProduct account, String name) {
        return handle.createQuery("SELECT value FROM meter_state WHERE product = ? AND customer = ? AND name = ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, name)
                .mapTo(String.class)
                .findOne();
    }

    /** The values of a name, of all accounts. */
    Map<MeteredProduct, String> all(String name) {
        Map<MeteredProduct, String> values = new LinkedHashMap<>();
        handle.createQuery("SELECT product, customer, value FROM meter_state WHERE name = ? ORDER BY product, customer")
                .bind(0, name)
                .map((row, context) ->
                        Map.entry(new MeteredProduct(row.getString(1), row.getString(2)), row.getString(3)))
                .forEach(each -> values.put(each.getKey(), each.getValue()));
        return values;
    }

    void put(MeteredProduct account, String name, String value) {
        handle.createUpdate("INSERT INTO meter_state (product, customer, name, value) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (product, customer, name) DO UPDATE SET value = excluded.value")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, name)
                .bind(3, value)
                .execute();
    }

    /** Whom the holder of the lease meters. */
    void metered(Collection<MeteredProduct> accounts) {
        List<List<String>> names = accounts.stream()
                .map(account -> List.of(account.product(), account.customer()))
                .toList();
        put(HOLDER, METERED, Json.text(Map.of("accounts", names)));
    }

    Set<MeteredProduct> metered() {
        return get(HOLDER, METERED).map(StateRows::accounts).orElse(Set.of());
    }

    private static Set<MeteredProduct> accounts(String json) {
        Set<MeteredProduct> accounts = new LinkedHashSet<>();
        if (Json.tree(json).get("accounts") instanceof List<?> names) {
            for (Object name : names) {
                if (name instanceof List<?> each) {
                    accounts.add(new MeteredProduct(String.valueOf(each.get(0)), String.valueOf(each.get(1))));
                }
            }
        }
        return accounts;
    }
}
