package org.apportion.confluent;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apportion.confluent.InventoryItem.Kind;
import org.apportion.http.Json;
import tools.jackson.databind.JsonNode;

/**
 * What is taken from an object of an answer. Members that are absent are left out; no credential is taken. Source: Confluent's API
 * reference; the owner of a connector as {@code docs/reference/confluent.md} tells.
 */
record ObjectShape(Kind kind, String id, String name, Optional<Instant> created, Map<String, String> facts) {
    /** The connector's key is shown as asterisks; the connector's id follows after a colon. */
    static final String KEY_MASKED = "connector_api_key_masked";

    /** The connector's key is in no list of keys; its id follows after a colon. */
    static final String KEY_UNKNOWN = "connector_api_key_cannot_be_mapped";

    /** The ksqlDB cluster comes without an identity; its id follows after a colon. */
    static final String KSQL_WITHOUT_OWNER = "ksqldb_owner_id_missing_in_api_response";

    private static final String OWNER = "owner";
    private static final Set<String> OVER = Set.of("COMPLETED", "STOPPED", "FAILED", "DELETING");

    /** Whether the one differs from the other only in that it tells an owner where the other could not. */
    static boolean isSameButForAHiddenOwner(InventoryItem before, InventoryItem now) {
        if (!isHidden(before.fact(OWNER)) || now.fact(OWNER).isEmpty() || isHidden(now.fact(OWNER))) {
            return false;
        }
        Map<String, String> told = new TreeMap<>(before.facts());
        told.put(OWNER, now.fact(OWNER));
        return told.equals(now.facts());
    }

    private static boolean isHidden(String owner) {
        return owner.startsWith(KEY_MASKED + ":")
                || owner.startsWith(KEY_UNKNOWN + ":")
                || owner.startsWith(KSQL_WITHOUT_OWNER + ":");
    }

    InventoryItem item(String scope) {
        return new InventoryItem(kind, id, scope, name, created, facts);
    }

    static ObjectShape named(Kind kind, JsonNode object, String name) {
        return new ObjectShape(kind, Json.text(object, "id"), Json.text(object, name), created(object), Map.of());
    }

    static ObjectShape apiKey(JsonNode object) {
        JsonNode spec = object.path("spec");
        Map<String, String> facts = new TreeMap<>();
        put(facts, OWNER, Json.text(spec.path("owner"), "id"));
        put(facts, "resource", Json.text(spec.path("resource"), "id"));
        String environment = Json.text(spec.path("resource"), "environment");
        JsonNode nested = spec.path("resource").path("environment");
        put(facts, "environment", nested.isObject() ? Json.text(nested, "id") : environment);
        String name = Json.text(spec, "display_name");
        return new ObjectShape(
                Kind.API_KEY,
                Json.text(object, "id"),
                name.isEmpty() ? Json.text(spec, "description") : name,
                created(object),
                facts);
    }

    /** An object of an environment whose name stands in its spec. */
    static ObjectShape spec(Kind kind, JsonNode object, String environment) {
        JsonNode spec = object.path("spec");
        Map<String, String> facts = new TreeMap<>();
        put(facts, "environment", environment);
        put(facts, "cloud", Json.text(spec, "cloud"));
        JsonNode region = spec.path("region");
        put(facts, "region", region.isObject() ? Json.text(region, "id") : Json.text(spec, "region"));
        return new ObjectShape(kind, Json.text(object, "id"), Json.text(spec, "display_name"), created(object), facts);
    }

    static ObjectShape ksqlDb(JsonNode object, String environment) {
        ObjectShape plain = spec(Kind.KSQLDB_CLUSTER, object, environment);
        JsonNode spec = object.path("spec");
        Map<String, String> facts = new TreeMap<>(plain.facts);
        String owner = Json.text(spec.path("credential_identity"), "id");
        put(facts, OWNER, owner.isEmpty() ? KSQL_WITHOUT_OWNER + ":" + plain.id : owner);
        put(facts, "cluster", Json.text(spec.path("kafka_cluster"), "id"));
        return new ObjectShape(plain.kind, plain.id, plain.name, plain.created, facts);
    }

    static ObjectShape statement(JsonNode object, String environment) {
        JsonNode spec = object.path("spec");
        Map<String, String> facts = new TreeMap<>();
        put(facts, "environment", environment);
        // A statement that has come to its end uses the pool no longer, though it is still listed.
        boolean over = OVER.contains(Json.text(object.path("status"), "phase"));
        put(facts, OWNER, over ? "" : Json.text(spec, "principal"));
        put(facts, "pool", Json.text(spec, "compute_pool_id"));
        String name = Json.text(object, "name");
        return new ObjectShape(Kind.FLINK_STATEMENT, name, name, created(object), facts);
    }

    /** @param ownerOfKey who owns an API key */
    static ObjectShape connector(
            String name,
            JsonNode object,
            String environment,
            String cluster,
            Function<String, Optional<String>> ownerOfKey) {
        String listed = Json.text(object.path("id"), "id");
        String id = listed.isEmpty() ? name : listed;
        Map<String, String> facts = new TreeMap<>();
        put(facts, "environment", environment);
        put(facts, "cluster", cluster);
        put(facts, OWNER, connectorOwner(id, object.path("info").path("config"), ownerOfKey));
        return new ObjectShape(Kind.CONNECTOR, id, name, created(object), facts);
    }

    /** By its service account, or by the owner of its key; the connector itself if neither is told. */
    private static String connectorOwner(String id, JsonNode config, Function<String, Optional<String>> ownerOfKey) {
        String mode = Json.text(config, "kafka.auth.mode");
        String key = Json.text(config, "kafka.api.key");
        String account = Json.text(config, "kafka.service.account.id");
        boolean byKey = mode.isEmpty() ? !key.isEmpty() : mode.equals("KAFKA_API_KEY");
        boolean byAccount = mode.isEmpty() ? !byKey && !account.isEmpty() : mode.equals("SERVICE_ACCOUNT");
        if (byKey && key.matches("[*]+")) {
            return KEY_MASKED + ":" + id;
        }
        if (byKey && !key.isEmpty()) {
            return ownerOfKey.apply(key).orElse(KEY_UNKNOWN + ":" + key);
        }
        return byAccount && !account.isEmpty() ? account : id;
    }

    private static Optional<Instant> created(JsonNode object) {
        return Lifetime.instant(object.path("metadata"), "created_at").or(() -> Lifetime.instant(object, "created_at"));
    }

    private static void put(Map<String, String> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.put(name, value);
        }
    }
}
