package org.apportion.confluent;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apportion.confluent.ConfluentCloud.Key;
import org.apportion.confluent.InventoryItem.Kind;
import org.apportion.http.Json;
import org.apportion.model.ApportionException;
import org.apportion.spi.Progress;
import tools.jackson.databind.JsonNode;

/**
 * Reads all objects of an organization once: people and keys, environments, and per environment clusters, registries, connectors,
 * ksqlDB clusters, Flink pools and statements. A list that the key may not read is left out with a note where the settings say so.
 */
final class InventoryReading {
    private final ConfluentSettings settings;
    private final ConfluentCloud cloud;
    private final Inventory known;
    private final Notes notes;
    private final List<InventoryItem> items = new ArrayList<>();
    private final Set<String> scopes = new HashSet<>();

    InventoryReading(ConfluentSettings settings, ConfluentCloud cloud, Inventory known, Notes notes) {
        this.settings = settings;
        this.cloud = cloud;
        this.known = known;
        this.notes = notes;
    }

    /** @throws ApportionException if a list cannot be read to its end; then nothing is known anew */
    Inventory.Reading read(Progress progress) {
        progress.start("Inventory", 0, "objects");
        list(Api.SERVICE_ACCOUNTS, one -> ObjectShape.named(Kind.SERVICE_ACCOUNT, one, "display_name"));
        list(Api.USERS, one -> ObjectShape.named(Kind.USER, one, "full_name"));
        identityPools();
        list(Api.API_KEYS, ObjectShape::apiKey);
        progress.advanceTo(items.size());
        list(Api.ENVIRONMENTS, one -> ObjectShape.named(Kind.ENVIRONMENT, one, "display_name"));
        for (String environment : ids(Kind.ENVIRONMENT)) {
            ofEnvironment(environment);
            progress.advanceTo(items.size());
        }
        emptyListsOfWhatIsGone();
        progress.finish(items.size() + " objects");
        return new Inventory.Reading(items, scopes);
    }

    private void identityPools() {
        Optional<List<JsonNode>> providers =
                entries(Api.IDENTITY_PROVIDERS, Api.IDENTITY_PROVIDERS.path(), page(Map.of()));
        for (JsonNode provider : providers.orElse(List.of())) {
            String id = Json.text(provider, "id");
            take(
                    Api.IDENTITY_POOLS,
                    Api.IDENTITY_POOLS.label() + " " + id,
                    Api.IDENTITY_PROVIDERS.path() + "/" + ConfluentCloud.encoded(id) + "/identity-pools",
                    Map.of(),
                    one -> ObjectShape.named(Kind.IDENTITY_POOL, one, "display_name"));
        }
    }

    private void ofEnvironment(String environment) {
        list(Api.KAFKA_CLUSTERS, environment, one -> ObjectShape.spec(Kind.KAFKA_CLUSTER, one, environment));
        list(Api.SCHEMA_REGISTRIES, environment, one -> ObjectShape.spec(Kind.SCHEMA_REGISTRY, one, environment));
        list(Api.KSQLDB_CLUSTERS, environment, one -> ObjectShape.ksqlDb(one, environment));
        list(Api.FLINK_POOLS, environment, one -> ObjectShape.spec(Kind.FLINK_POOL, one, environment));
        items.stream()
                .filter(item -> item.kind() == Kind.KAFKA_CLUSTER
                        && item.fact("environment").equals(environment))
                .map(InventoryItem::id)
                .toList()
                .forEach(cluster -> connectors(environment, cluster));
        settings.flink().forEach((place, region) -> statements(environment, place, region));
    }

    private void connectors(String environment, String cluster) {
        String path = "connect/v1/environments/" + ConfluentCloud.encoded(environment) + "/clusters/"
                + ConfluentCloud.encoded(cluster) + "/connectors";
        tolerant(Api.CONNECTORS, () -> {
            Optional<JsonNode> answer = cloud.single(
                    Api.CONNECTORS, settings.endpoint(), settings.key(), path, Map.of("expand", "info,status,id"));
            if (answer.isEmpty()) {
                notes.count("Kafka clusters do not list their connectors; what was known of these connectors stays");
                return;
            }
            String scope = Api.CONNECTORS.label() + " " + environment + " " + cluster;
            List<InventoryItem> found = new ArrayList<>();
            answer.get().properties().forEach(entry -> {
                JsonNode connector = entry.getValue();
                if (!connector.path("info").isObject() && !connector.path("id").isObject()) {
                    throw ConfluentCloud.unreadable(
                            Api.CONNECTORS.label() + " GET /" + path,
                            "its member " + entry.getKey() + " is no connector");
                }
                found.add(ObjectShape.connector(entry.getKey(), connector, environment, cluster, this::ownerOfKey)
                        .item(scope));
            });
            items.addAll(found);
            scopes.add(scope);
        });
    }

    private void statements(String environment, String place, ConfluentSettings.FlinkRegion region) {
        String path = "sql/v1/organizations/" + ConfluentCloud.encoded(settings.organization()) + "/environments/"
                + ConfluentCloud.encoded(environment) + "/statements";
        String scope = Api.FLINK_STATEMENTS.label() + " " + environment + " " + place;
        take(
                Api.FLINK_STATEMENTS,
                scope,
                region.endpoint(),
                region.key(),
                path,
                Map.of(),
                one -> ObjectShape.statement(one, environment));
    }

    /** Also of a key that is gone. */
    private Optional<String> ownerOfKey(String key) {
        return items.stream()
                .filter(item -> item.kind() == Kind.API_KEY && item.id().equals(key))
                .findFirst()
                .or(() -> known.latest(Kind.API_KEY, key).map(Lifetime::item))
                .map(item -> item.fact("owner"))
                .filter(owner -> !owner.isEmpty());
    }

    private void list(Api api, Function<JsonNode, ObjectShape> shape) {
        take(api, api.label(), api.path(), Map.of(), shape);
    }

    private void list(Api api, String environment, Function<JsonNode, ObjectShape> shape) {
        take(api, api.label() + " " + environment, api.path(), Map.of("environment", environment), shape);
    }

    private void take(
            Api api, String scope, String path, Map<String, String> query, Function<JsonNode, ObjectShape> shape) {
        take(api, scope, settings.endpoint(), settings.key(), path, query, shape);
    }

    private void take(
            Api api,
            String scope,
            URI endpoint,
            Key key,
            String path,
            Map<String, String> query,
            Function<JsonNode, ObjectShape> shape) {
        tolerant(api, () -> {
            List<InventoryItem> found = cloud.list(api, endpoint, key, path, page(query)).stream()
                    .map(one -> shape.apply(one).item(scope))
                    .filter(item -> !item.id().isEmpty())
                    .toList();
            items.addAll(found);
            scopes.add(scope);
        });
    }

    private Optional<List<JsonNode>> entries(Api api, String path, Map<String, String> query) {
        List<List<JsonNode>> found = new ArrayList<>();
        tolerant(api, () -> found.add(cloud.list(api, settings.endpoint(), settings.key(), path, query)));
        return found.stream().findFirst();
    }

    private void tolerant(Api api, Runnable reading) {
        try {
            reading.run();
        } catch (ApportionException e) {
            if (e.code() != ConfluentError.CONFLUENT_NOT_ALLOWED || !settings.missingInventory()) {
                throw e;
            }
            notes.count("list(s) of " + api.label() + " cannot be read; give the key's service account the role "
                    + api.role());
        }
    }

    private static Map<String, String> page(Map<String, String> query) {
        Map<String, String> asked = new java.util.TreeMap<>(query);
        asked.put("page_size", String.valueOf(ConfluentSettings.OBJECT_PAGE));
        return asked;
    }

    private List<String> ids(Kind kind) {
        return items.stream()
                .filter(item -> item.kind() == kind)
                .map(InventoryItem::id)
                .toList();
    }

    /** Nothing is listed any more below an environment or a cluster that is gone. */
    private void emptyListsOfWhatIsGone() {
        List<String> environments = ids(Kind.ENVIRONMENT);
        List<String> clusters = ids(Kind.KAFKA_CLUSTER);
        for (Lifetime each : known.lifetimes()) {
            String environment = each.item().fact("environment");
            boolean withoutEnvironment = scopes.contains(Api.ENVIRONMENTS.label())
                    && !environments.contains(environment)
                    && each.item().scope().contains(" " + environment);
            boolean withoutCluster = each.item().kind() == Kind.CONNECTOR
                    && scopes.contains(Api.KAFKA_CLUSTERS.label() + " " + environment)
                    && !clusters.contains(each.item().fact("cluster"));
            if (!environment.isEmpty() && (withoutEnvironment || withoutCluster)) {
                scopes.add(each.item().scope());
            }
        }
    }
}
