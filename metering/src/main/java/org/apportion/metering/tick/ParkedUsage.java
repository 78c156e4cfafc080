package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.metering.aggregation.Coverage;
import org.apportion.metering.aggregation.MetricUsage;
import org.apportion.metering.dimension.DimensionSplit;
import org.apportion.metering.dimension.DimensionUsage;
import org.apportion.metering.document.PlainJson;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.UsageMetric;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Usage of closed periods that no dimension takes. It keeps no other usage from being billed, is told at each tick, and is
 * billed as an adjustment as soon as the configuration has a dimension for it.
 *
 * <p>Before such an adjustment is planned its revision and quantity are written down here; so one that was planned before a
 * crash is planned again as the same, never as a further one.
 */
final class ParkedUsage {
    private static final String STATE = "parked";

    private final Journal journal;
    private final ProductListing listing;
    private final MeteredProduct account;
    private final int quantityScale;

    ParkedUsage(Journal journal, ProductListing listing, MeteredProduct account, int quantityScale) {
        this.journal = journal;
        this.listing = listing;
        this.account = account;
        this.quantityScale = quantityScale;
    }

    /**
     * One metric's usage of one period.
     *
     * @param planned dimension to revision and quantity, once it can be billed; else empty
     */
    private record Item(
            MeteringPeriod period,
            String metric,
            BigDecimal usage,
            String error,
            Map<String, BigDecimal> planned,
            Map<String, Integer> revisions) {

        boolean isOf(MeteringPeriod of, String name) {
            return period.equals(of) && metric.equals(name);
        }
    }

    /** Writes down what a period that is about to be closed cannot bill. */
    void park(MeteringPeriod period, List<DimensionUsage.Unmapped> unmapped) {
        List<Item> items = new ArrayList<>(items());
        boolean changed = false;
        for (DimensionUsage.Unmapped each : unmapped) {
            if (each.usage().signum() > 0 && items.stream().noneMatch(item -> item.isOf(period, each.metric()))) {
                items.add(new Item(period, each.metric(), each.usage(), each.error(), Map.of(), Map.of()));
                changed = true;
            }
        }
        if (changed) {
            save(items);
        }
    }

    /** Bills what can be billed now. @return the errors of what cannot */
    List<String> settle() {
        List<Item> items = items();
        List<Item> left = new ArrayList<>(items);
        List<String> errors = new ArrayList<>();
        for (Item item : items) {
            Optional<Item> planned = item.planned().isEmpty() ? plan(item) : Optional.of(item);
            if (planned.isEmpty()) {
                errors.add(item.error());
                continue;
            }
            left.set(left.indexOf(item), planned.get());
            save(left);
            adjust(planned.get());
            left.remove(planned.get());
            save(left);
        }
        return errors;
    }

    private Optional<Item> plan(Item item) {
        Optional<UsageMetric> metric = listing.metrics().stream()
                .filter(one -> one.name().equals(item.metric()))
                .findFirst();
        boolean closed = journal.view().closedPeriods(account, 1).stream()
                .anyMatch(last -> !last.period().end().isBefore(item.period().end()));
        if (metric.isEmpty() || !closed) {
            return Optional.empty();
        }
        MetricUsage usage = new MetricUsage(
                item.metric(), item.usage(), item.usage(), Map.of(), 0, new Coverage(0, 1), "parked usage");
        DimensionUsage split = DimensionSplit.of(List.of(metric.get()), List.of(usage), listing.modes(), quantityScale);
        if (!split.unmapped().isEmpty() || split.quantities().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Integer> revisions = new TreeMap<>();
        split.quantities().keySet().forEach(dimension -> revisions.put(dimension, nextRevision(item, dimension)));
        return Optional.of(
                new Item(item.period(), item.metric(), item.usage(), item.error(), split.quantities(), revisions));
    }

    private int nextRevision(Item item, String dimension) {
        return journal.view().charges(ChargeFilter.of(account, item.period())).stream()
                        .map(Charge::key)
                        .filter(key -> key.dimension().equals(dimension))
                        .mapToInt(ChargeKey::revision)
                        .max()
                        .orElse(0)
                + 1;
    }

    private void adjust(Item item) {
        item.planned().forEach((dimension, quantity) -> {
            if (quantity.signum() > 0) {
                journal.adjust(new PlannedCharge(
                        new ChargeKey(
                                account.product(),
                                account.customer(),
                                dimension,
                                item.period(),
                                item.revisions().getOrDefault(dimension, 1)),
                        quantity,
                        new ChargeEvidence(
                                "",
                                item.metric() + ": parked usage " + item.usage().toPlainString(),
                                "was: " + item.error())));
            }
        });
    }

    private List<Item> items() {
        List<Item> items = new ArrayList<>();
        journal.view()
                .state(account, STATE)
                .map(JsonMapper.shared()::readTree)
                .ifPresent(list -> list.forEach(node -> items.add(item(node))));
        return items;
    }

    private static Item item(JsonNode node) {
        Map<String, BigDecimal> planned = new LinkedHashMap<>();
        Map<String, Integer> revisions = new LinkedHashMap<>();
        node.path("planned").properties().forEach(each -> {
            planned.put(
                    each.getKey(),
                    new BigDecimal(each.getValue().path("quantity").asString()));
            revisions.put(each.getKey(), each.getValue().path("revision").asInt());
        });
        return new Item(
                new MeteringPeriod(
                        Instant.parse(node.path("from").stringValue()),
                        Instant.parse(node.path("to").stringValue())),
                node.path("metric").stringValue(),
                new BigDecimal(node.path("usage").stringValue()),
                node.path("error").stringValue(),
                planned,
                revisions);
    }

    private void save(List<Item> items) {
        journal.putState(
                account,
                STATE,
                PlainJson.of(items.stream().map(ParkedUsage::tree).toList()));
    }

    private static Map<String, Object> tree(Item item) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("from", item.period().start());
        tree.put("to", item.period().end());
        tree.put("metric", item.metric());
        tree.put("usage", item.usage().toPlainString());
        tree.put("error", item.error());
        Map<String, Object> planned = new LinkedHashMap<>();
        item.planned()
                .forEach((dimension, quantity) -> planned.put(
                        dimension,
                        Map.of(
                                "quantity",
                                quantity.toPlainString(),
                                "revision",
                                item.revisions().getOrDefault(dimension, 1))));
        tree.put("planned", planned);
        return tree;
    }
}
