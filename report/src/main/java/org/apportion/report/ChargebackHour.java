package org.apportion.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apportion.allocate.UnitsAndRest;
import org.apportion.model.CodePointOrder;
import org.apportion.report.DayCharges.Item;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;

/**
 * One hour in the metrics of ccloud-chargeback-helper: same names, same labels, one time. Chargeback and billing details are two
 * sums of the same charges, so they agree.
 */
final class ChargebackHour {
    private static final String UNKNOWN = "unknown";
    private static final Set<String> UNNAMED = Set.of(
            "connector_api_key_masked",
            "connector_api_key_cannot_be_mapped",
            "ksqldb_owner_id_missing_in_api_response");
    private static final List<String> CHARGEBACK = List.of("principal", "product_type", "env_id", "cost_type");
    private static final List<String> BILLING = List.of(
            "env_id",
            "kafka_cluster_id",
            "kafka_cluster_unknown_reason",
            "resource_id",
            "product_name",
            "product_line_type");

    private final Instant hour;
    private final List<Item> items;
    private final List<List<String>> identities;
    private final List<List<String>> keyOwners;
    private final ObjectNames names;
    private final List<Told> told = new ArrayList<>();
    private final Map<String, String> environments = new HashMap<>();
    private final Map<String, String> resources = new HashMap<>();

    /** An item that has cost in the hour, and that cost. */
    private record Told(Item item, BigDecimal amount) {}

    /**
     * @param identities organization and identity, such as {@code sa-1} or {@code u-1}
     * @param keyOwners resource and owner of each key
     */
    ChargebackHour(
            Instant hour,
            List<Item> items,
            List<List<String>> identities,
            List<List<String>> keyOwners,
            ObjectNames names) {
        this.hour = hour;
        this.items = items;
        this.identities = identities;
        this.keyOwners = keyOwners;
        this.names = names;
        int number = hour.atZone(ZoneOffset.UTC).getHour();
        for (Item item : items) {
            BigDecimal amount = item.in(number);
            if (amount.signum() != 0) {
                told.add(new Told(item, amount));
            }
            learn(environments, item.environment(), item.environmentName());
            learn(resources, item.resource(), item.resourceName());
        }
    }

    /** One name per object, so that it is one series: the first of its costs. */
    private static void learn(Map<String, String> known, String id, String name) {
        if (!name.isEmpty()) {
            known.merge(id, name, (one, other) -> CodePointOrder.INSTANCE.compare(one, other) <= 0 ? one : other);
        }
    }

    /** Of its costs, else the one that the inventory knows. */
    private String name(Map<String, String> known, String id) {
        String name = known.get(id);
        return name == null ? names.of(id) : name;
    }

    /** All families without a sample: there is nothing to tell. */
    static List<MetricFamily> nothing() {
        return new ChargebackHour(Instant.EPOCH, List.of(), List.of(), List.of(), ObjectNames.of(List.of()))
                .families(false);
    }

    List<MetricFamily> families() {
        return families(true);
    }

    private List<MetricFamily> families(boolean isTold) {
        List<MetricFamily> families = new ArrayList<>();
        families.add(chargeback());
        families.add(billing());
        families.add(objects("environment", List.of("env_id", "display_name"), environments()));
        families.add(objects(
                "kafka_cluster",
                List.of("cluster_id", "env_id", "display_name"),
                resources(
                        "lkc-",
                        item -> List.of(item.resource(), item.environment(), name(resources, item.resource())))));
        families.add(objects(
                "connector",
                List.of("connector_id", "cluster_id", "env_id"),
                resources("lcc-", item -> List.of(item.resource(), cluster(item.resource()), item.environment()))));
        families.add(objects(
                "ksqldb_cluster",
                List.of("cluster_id", "env_id", "kafka_cluster_id"),
                resources("lksql", item -> List.of(item.resource(), item.environment(), cluster(item.resource())))));
        families.add(objects("sa", List.of("sa_id", "display_name"), identities("sa-")));
        families.add(objects("user", List.of("sa_id", "display_name"), identities("u-")));
        SortedSet<List<String>> keys = rows();
        keyOwners.forEach(pair -> keys.add(List.of("", pair.get(1), pair.get(0))));
        families.add(objects("api_key", List.of("api_key", "owner_id", "resource_id"), keys));
        SortedSet<List<String>> told = rows();
        if (isTold) {
            told.add(List.of("billing_chargeback"));
            told.add(List.of("ccloud_objects"));
        }
        families.add(objects("custom_scrape_status", List.of("object_type"), told));
        return families;
    }

    private MetricFamily chargeback() {
        Map<List<String>, BigDecimal> sums = new TreeMap<>(ORDER);
        for (Told one : told) {
            Item item = one.item();
            String type = item.costType().equals("usage") ? "UsageCost" : "SharedCost";
            for (String each : List.of("SharedCost", "UsageCost")) {
                sums.merge(
                        List.of(principal(item), item.lineType(), item.environment(), each),
                        each.equals(type) ? one.amount() : BigDecimal.ZERO,
                        BigDecimal::add);
            }
        }
        return family("chargeback_details", "Cost of the hour per principal.", CHARGEBACK, sums);
    }

    /** Whoever cannot be named has one name in the original, without the object that ours says after a colon. */
    private static String principal(Item item) {
        int colon = item.consumer().indexOf(':');
        boolean unnamed = colon > 0 && UNNAMED.contains(item.consumer().substring(0, colon));
        return unnamed ? item.consumer().substring(0, colon) : item.consumer();
    }

    private MetricFamily billing() {
        Map<String, SortedSet<String>> clusters = new LinkedHashMap<>();
        items.stream()
                .filter(item -> item.resource().startsWith("lkc-"))
                .forEach(item -> clusters.computeIfAbsent(item.environment(), any -> new TreeSet<>())
                        .add(item.resource()));
        Map<List<String>, BigDecimal> whole = new TreeMap<>(ORDER);
        told.forEach(one -> whole.merge(
                List.of(
                        one.item().environment(),
                        one.item().resource(),
                        one.item().product(),
                        one.item().lineType()),
                one.amount(),
                BigDecimal::add));
        Map<List<String>, BigDecimal> sums = new TreeMap<>(ORDER);
        whole.forEach((key, amount) -> {
            SortedSet<String> of = clusters.getOrDefault(key.get(0), new TreeSet<>());
            List<List<String>> shares = shares(key.get(1), of);
            for (int i = 0; i < shares.size(); i++) {
                BigDecimal share = UnitsAndRest.of(amount)
                        .between(i, i + 1L, shares.size())
                        .amount();
                sums.merge(
                        List.of(
                                key.get(0),
                                shares.get(i).get(0),
                                shares.get(i).get(1),
                                key.get(1),
                                key.get(2),
                                key.get(3)),
                        share,
                        BigDecimal::add);
            }
        });
        return family("billing_details", "Cost of the hour per resource.", BILLING, sums);
    }

    /** Cluster and reason, one pair per cluster that shares the cost of a resource. */
    private List<List<String>> shares(String resource, SortedSet<String> clusters) {
        if (resource.startsWith("lkc-")) {
            return List.of(List.of(resource, ""));
        }
        if (resource.startsWith("lsr")) {
            return clusters.isEmpty()
                    ? List.of(List.of(UNKNOWN, "no_cluster_in_env"))
                    : clusters.stream().map(cluster -> List.of(cluster, "")).toList();
        }
        boolean isOfCluster = resource.startsWith("lcc-") || resource.startsWith("lksql");
        if (isOfCluster && names.clusterOf(resource).isPresent()) {
            return List.of(List.of(cluster(resource), ""));
        }
        return List.of(List.of(UNKNOWN, isOfCluster ? "no_data_in_api" : "unknown_resource_type"));
    }

    private String cluster(String resource) {
        return names.clusterOf(resource).orElse(UNKNOWN);
    }

    private SortedSet<List<String>> environments() {
        SortedSet<List<String>> rows = rows();
        items.stream()
                .map(Item::environment)
                .filter(environment -> !environment.isEmpty())
                .distinct()
                .forEach(environment -> rows.add(List.of(environment, name(environments, environment))));
        return rows;
    }

    private SortedSet<List<String>> resources(String prefix, Function<Item, List<String>> labels) {
        SortedSet<List<String>> rows = rows();
        items.stream()
                .filter(item -> item.resource().startsWith(prefix))
                .map(labels)
                .forEach(rows::add);
        return rows;
    }

    private SortedSet<List<String>> identities(String prefix) {
        SortedSet<List<String>> rows = rows();
        identities.stream()
                .map(pair -> pair.get(1))
                .filter(id -> id.startsWith(prefix))
                .forEach(id -> rows.add(List.of(id, names.of(id))));
        return rows;
    }

    private MetricFamily objects(String name, List<String> labels, SortedSet<List<String>> rows) {
        Map<List<String>, BigDecimal> ones = new LinkedHashMap<>();
        rows.forEach(row -> ones.put(row, BigDecimal.ONE));
        return family(name, "Always 1.", labels, ones);
    }

    private MetricFamily family(String name, String help, List<String> labels, Map<List<String>, BigDecimal> numbers) {
        List<MetricSample> samples = new ArrayList<>();
        numbers.forEach((values, number) -> samples.add(new MetricSample(values, number, Optional.of(hour))));
        return MetricFamily.of("confluent_cloud_" + name, help, labels, samples);
    }

    static LocalDate dayOf(Instant hour) {
        return LocalDate.ofInstant(hour, ZoneOffset.UTC);
    }

    private static final Comparator<List<String>> ORDER = ChargebackHour::compare;

    private static SortedSet<List<String>> rows() {
        return new TreeSet<>(ORDER);
    }

    private static int compare(List<String> left, List<String> right) {
        for (int i = 0; i < left.size(); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
