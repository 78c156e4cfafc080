package org.apportion.confluent;

import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An object as one reading of the inventory found it.
 *
 * @param kind such as {@code api-key}
 * @param scope of the list that it came from, such as {@code connectors env-1 lkc-2}; a list that could not be read says nothing about
 *     its objects
 * @param name empty if it has none
 * @param created when the service says it was created; empty if it does not say
 * @param facts what it is split by, such as owner, resource, environment; never a credential
 */
record InventoryItem(
        Kind kind, String id, String scope, String name, Optional<Instant> created, Map<String, String> facts) {

    /** Kinds of objects, as {@code names.csv} calls them. */
    enum Kind {
        SERVICE_ACCOUNT,
        USER,
        IDENTITY_POOL,
        API_KEY,
        ENVIRONMENT,
        KAFKA_CLUSTER,
        SCHEMA_REGISTRY,
        CONNECTOR,
        KSQLDB_CLUSTER,
        FLINK_POOL,
        FLINK_STATEMENT;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    InventoryItem {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    String fact(String name) {
        return facts.getOrDefault(name, "");
    }
}
