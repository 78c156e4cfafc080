package org.apportion.confluent;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apportion.confluent.InventoryItem.Kind;

/**
 * Tells the inventory as usage: for each hour (UTC) in which somebody owned something, one sample of value 1. So the rules of even
 * split find who was there in that hour. An object counts in each hour that its lifetime touches.
 */
final class InventoryUsage {
    private static final String UNIT = "owner";

    private final String organization;
    private final List<Lifetime> lifetimes;
    private final Map<String, String> environmentOf = new HashMap<>();
    private Stretch last = new Stretch(List.of(), new TreeSet<>());

    /** Hours in which nothing begins or ends. */
    private record Stretch(List<Lifetime> there, SortedSet<String> samples) {}

    InventoryUsage(String organization, List<Lifetime> lifetimes) {
        this.organization = organization;
        this.lifetimes = lifetimes;
        lifetimes.forEach(each -> {
            InventoryItem item = each.item();
            if (item.kind() == Kind.ENVIRONMENT) {
                environmentOf.put(item.id(), item.id());
            } else if (!item.fact("environment").isEmpty() && item.kind() != Kind.API_KEY) {
                environmentOf.put(item.id(), item.fact("environment"));
            }
        });
    }

    static String file(LocalDate day) {
        return "usage/inventory-" + day + ".csv";
    }

    /** The samples of a day in order, with a heading. */
    String samples(LocalDate day) {
        StringBuilder text = new StringBuilder(UsageCsv.HEADING);
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        List<Lifetime> ofDay = lifetimes.stream()
                .filter(each -> each.during(start, start.plus(Duration.ofDays(1))))
                .toList();
        for (int hour = 0; hour < 24; hour++) {
            Instant from = start.plus(Duration.ofHours(hour));
            List<Lifetime> there = ofDay.stream()
                    .filter(each -> each.during(from, from.plus(Duration.ofHours(1))))
                    .toList();
            samples(there).forEach(sample -> text.append(from).append(sample));
        }
        return text.toString();
    }

    /** What each hour tells in which just these were there, without the hour; mostly they are those of the hour before. */
    private SortedSet<String> samples(List<Lifetime> there) {
        if (!there.equals(last.there())) {
            TreeSet<String> samples = new TreeSet<>();
            there.forEach(each -> add(samples, each.item()));
            last = new Stretch(there, samples);
        }
        return last.samples();
    }

    private void add(TreeSet<String> samples, InventoryItem item) {
        String owner = item.fact("owner");
        switch (item.kind()) {
            case API_KEY -> keyOwner(samples, item, owner);
            case CONNECTOR -> {
                sample(samples, item.id(), owner, "confluent_connector_owner");
                sample(samples, item.fact("cluster"), owner, "confluent_cluster_connector_owner");
            }
            case KSQLDB_CLUSTER -> sample(samples, item.id(), owner, "confluent_ksql_owner");
            case FLINK_STATEMENT -> sample(samples, item.fact("pool"), owner, "confluent_flink_owner");
            case SERVICE_ACCOUNT, USER -> sample(samples, organization, item.id(), "confluent_identity");
            case IDENTITY_POOL, ENVIRONMENT, KAFKA_CLUSTER, SCHEMA_REGISTRY, FLINK_POOL -> {}
        }
    }

    private void keyOwner(TreeSet<String> samples, InventoryItem key, String owner) {
        String resource = key.fact("resource");
        String told = key.fact("environment");
        String environment = told.isEmpty() ? environmentOf.getOrDefault(resource, "") : told;
        sample(samples, resource, owner, "confluent_key_owner");
        sample(samples, environment, owner, "confluent_environment_owner");
        if (resource.startsWith("lsrc-") || resource.startsWith("lsr-")) {
            sample(samples, environment, owner, "confluent_schema_registry_key_owner");
        }
    }

    private static void sample(TreeSet<String> samples, String resource, String consumer, String metric) {
        if (!resource.isEmpty() && !consumer.isEmpty()) {
            samples.add(UsageCsv.lineAfterHour(resource, consumer, metric, "1", UNIT));
        }
    }
}
