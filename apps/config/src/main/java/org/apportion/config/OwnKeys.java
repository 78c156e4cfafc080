package org.apportion.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Suggestions;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;

/**
 * Keys of an adapter's file that can only be meant for this program: what is in a section of ours, and what is nearly one of our
 * words. The adapter passes over keys that it does not know; a ledger that is passed over is another installation.
 */
final class OwnKeys {
    private static final List<String> SECTIONS = List.of("ledger", "modes");
    private static final Set<String> WORDS = Set.of(
            "name",
            "customers",
            "marketplace",
            "usage",
            "store",
            "late_samples",
            "grace_period",
            "missing_samples",
            "trial_periods",
            "mode",
            "modes",
            "ledger",
            "products");
    private static final Set<String> OF_THE_ADAPTER = Set.of(
            "version",
            "billing_interval",
            "billing_dates",
            "end_of_support",
            "query_interval",
            "reporting_interval",
            "reporting_api_is_cumulative",
            "product_code",
            "api",
            "archive_retention_period",
            "archive_bytes_limit",
            "usage_metrics",
            "logging",
            "support_info_collection_cmd");

    private OwnKeys() {}

    static Set<Place> places(MapNode root) {
        Set<Place> places = new HashSet<>();
        collect(root, places);
        for (String section : SECTIONS) {
            root.find(section).ifPresent(node -> addAll(node, places));
        }
        root.find("products")
                .filter(ListNode.class::isInstance)
                .map(ListNode.class::cast)
                .ifPresent(products -> products.items().forEach(product -> {
                    if (product instanceof MapNode map) {
                        collect(map, places);
                    }
                }));
        return places;
    }

    private static void collect(MapNode map, Set<Place> places) {
        Set<String> known = new HashSet<>(WORDS);
        known.addAll(OF_THE_ADAPTER);
        map.entries().forEach((key, entry) -> {
            Optional<String> meant = Suggestions.closest(key, known);
            if (meant.filter(WORDS::contains).isPresent()) {
                places.add(entry.keyPlace());
            }
        });
    }

    private static void addAll(Node node, Set<Place> places) {
        if (node instanceof MapNode map) {
            map.entries().values().forEach(entry -> places.add(entry.keyPlace()));
        }
    }
}
