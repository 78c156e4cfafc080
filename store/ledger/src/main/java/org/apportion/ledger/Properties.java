package org.apportion.ledger;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Facts about the installation: a name and a short text. */
public final class Properties {
    private final Handle handle;

    Properties(Handle handle) {
        this.handle = handle;
    }

    public Optional<String> get(String name) {
        return handle.createQuery("SELECT value FROM property WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
    }

    /** Sets or replaces. */
    public void put(String name, String value) {
        handle.createUpdate("INSERT INTO property (name, value) VALUES (:name, :value)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value")
                .bind("name", name)
                .bind("value", value)
                .execute();
    }
}
