package org.apportion.config.section;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.Consumer;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.Owner;
import org.apportion.model.rule.Tier.UsageKey;
import org.apportion.model.rule.Tier.Window;
import org.apportion.model.table.GroupColumn;

/** Reads the tiers of rules. */
record TierReader(Problems problems, Conditions conditions, Consumers consumers) {
    private static final List<String> METHODS =
            List.of("direct", "fixed", "even", "metric", "mix", "maximum", "allocated", "unallocated");
    private static final List<String> WITHOUT_USAGE = List.of("direct", "fixed", "allocated", "unallocated");
    private static final Pattern REASON = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    /** Finer weights would not become whole units of 1e-9. */
    private static final int WEIGHT_DECIMALS = 9;

    Optional<Tier> read(Fields tier) {
        List<String> methods =
                METHODS.stream().filter(method -> tier.node(method).isPresent()).toList();
        if (methods.size() != 1) {
            String found = methods.isEmpty() ? "no method" : String.join(" and ", methods);
            conflict(tier, "The tier has " + found + ".", "Write exactly one of " + String.join(", ", METHODS) + ".");
            return Optional.empty();
        }
        String method = methods.get(0);
        boolean sound = checkRefinements(tier, method);
        Optional<Tier> read = switch (method) {
            case "direct" -> direct(tier);
            case "fixed" -> fixed(tier);
            case "even" ->
                tier.text("even")
                        .filter(window -> List.of("hour", "day", "month").contains(window))
                        .map(window -> new Tier.Even(
                                tier.texts("metrics"), Window.valueOf(window.toUpperCase(Locale.ROOT)), key(tier)));
            case "metric" -> tier.text("metric").map(metric -> new Tier.ByMetric(metric, key(tier)));
            case "mix" -> mix(tier);
            case "maximum" -> maximum(tier);
            case "unallocated" ->
                tier.text("unallocated").filter(REASON.asMatchPredicate()).map(Tier.Unallocated::new);
            default -> allocated(tier);
        };
        return sound ? read : Optional.empty();
    }

    private boolean checkRefinements(Fields tier, String method) {
        boolean sound = true;
        if (tier.node("metrics").isPresent() && !method.equals("even")) {
            conflict(
                    tier, "The key metrics goes with even, not with " + method + ".", "Remove it or write even: hour.");
            sound = false;
        }
        boolean resource = tier.node("resource").isPresent();
        boolean column = tier.node("resource-column").isPresent();
        if (WITHOUT_USAGE.contains(method) && (resource || column)) {
            conflict(tier, "A tier by " + method + " looks at no usage, so it has no resource.", "Remove that key.");
            sound = false;
        }
        if (resource && column) {
            conflict(tier, "The tier has resource and resource-column.", "Keep one of them.");
            sound = false;
        }
        return sound;
    }

    private Optional<Tier> direct(Fields tier) {
        List<Owner> owners = new ArrayList<>();
        Node direct = tier.node("direct").orElseThrow();
        List<Node> nodes = direct instanceof ListNode list ? list.items() : List.of(direct);
        for (Node node : nodes) {
            owner(node).ifPresent(owner -> {
                owners.addAll(conflicts(owner));
                owners.add(owner);
            });
        }
        return owners.isEmpty() ? Optional.empty() : Optional.of(new Tier.Direct(owners));
    }

    /**
     * The owners that stand for differing values, before a tag that has none because of them. A tag in conflict stops the tier: what
     * it would find behind the tag is not what the tag said.
     */
    private List<Owner> conflicts(Owner owner) {
        List<String> keys = owner instanceof Owner.ByTag tag
                ? List.of(tag.key())
                : owner instanceof Owner.ByDirectory directory ? directory.tagKeys() : List.of();
        return keys.stream()
                .filter(conditions::reportsConflicts)
                .<Owner>map(key -> new Owner.ByTag(TagVocabulary.CONFLICT + key))
                .toList();
    }

    private Optional<Owner> owner(Node node) {
        if (node instanceof ScalarNode word) {
            return switch (word.text()) {
                case "account" -> Optional.of(new Owner.ByAccount());
                case "resource" -> Optional.of(new Owner.ByResource());
                case "directory" -> Optional.of(new Owner.ByDirectory(List.of()));
                default -> Optional.empty();
            };
        }
        if (!(node instanceof MapNode map)) {
            return Optional.empty();
        }
        Fields owner = Fields.of(map, problems);
        if (owner.node("directory").isPresent()) {
            return Optional.of(new Owner.ByDirectory(owner.scalars("directory").stream()
                    .map(key -> conditions.key(key.text(), key.place()))
                    .toList()));
        }
        return owner.scalar("tag")
                .<Owner>map(key -> new Owner.ByTag(conditions.key(key.text(), key.place())))
                .or(() -> owner.scalar("unit")
                        .flatMap(id -> consumers.unit(id.text(), id.place()))
                        .map(Owner.ByName::new))
                .or(() -> owner.scalar("consumer")
                        .flatMap(text -> consumers.read(text.text(), text.place()))
                        .map(Owner.ByName::new));
    }

    private Optional<Tier> fixed(Fields tier) {
        Map<Consumer, BigDecimal> shares = new TreeMap<>();
        tier.child("fixed")
                .ifPresent(fixed -> fixed.map().entries().forEach((name, entry) -> {
                    Optional<Consumer> consumer = consumers.unitOrConsumer(name, entry.keyPlace());
                    Optional<BigDecimal> share = weight(fixed.scalar(name));
                    if (consumer.isPresent() && share.isPresent() && shares.put(consumer.get(), share.get()) != null) {
                        conflict(fixed, "'" + consumer.get() + "' has two shares.", "Write one share for it.");
                    }
                }));
        return isSplit(tier, shares) ? Optional.of(new Tier.FixedShares(shares)) : Optional.empty();
    }

    private Optional<Tier> mix(Fields tier) {
        TreeMap<String, BigDecimal> metrics = new TreeMap<>();
        tier.child("mix")
                .ifPresent(mix -> mix.map()
                        .keys()
                        .forEach(
                                metric -> weight(mix.scalar(metric)).ifPresent(weight -> metrics.put(metric, weight))));
        return isSplit(tier, metrics) ? Optional.of(new Tier.ByMix(metrics, key(tier))) : Optional.empty();
    }

    private boolean isSplit(Fields tier, Map<?, BigDecimal> shares) {
        if (!shares.isEmpty() && shares.values().stream().allMatch(share -> share.signum() == 0)) {
            conflict(tier, "No share of the tier is above zero.", "Give at least one a share.");
            return false;
        }
        return !shares.isEmpty();
    }

    /** A share or part weight: not negative, at most nine decimals; empty after adding a problem. */
    Optional<BigDecimal> weight(Optional<ScalarNode> scalar) {
        Optional<BigDecimal> weight = scalar.filter(found -> found.text().matches("[+]?[0-9]{1,18}([.][0-9]{1,60})?"))
                .map(found -> new BigDecimal(found.text()));
        if (weight.isPresent() && weight.get().stripTrailingZeros().scale() > WEIGHT_DECIMALS) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    scalar.orElseThrow().place(),
                    "The weight " + scalar.orElseThrow().written() + " has more than " + WEIGHT_DECIMALS + " decimals.",
                    "Round it, or multiply all weights by ten.");
            return Optional.empty();
        }
        return weight;
    }

    private Optional<Tier> maximum(Fields tier) {
        List<String> metrics = tier.texts("maximum");
        return metrics.size() == 2
                ? Optional.of(new Tier.ByMaximum(metrics.get(0), metrics.get(1), key(tier)))
                : Optional.empty();
    }

    private Optional<Tier> allocated(Fields tier) {
        Optional<Fields> basis = tier.child("allocated");
        if (basis.isEmpty()) {
            return Optional.of(new Tier.ByAllocatedCost(new Condition.Always(), List.of()));
        }
        List<String> within = basis.get().texts("within").stream()
                .filter(GroupColumn::contains)
                .toList();
        SortedSet<String> of = new TreeSet<>(basis.get().texts("of"));
        return conditions.compile(basis.get().scalar("when")).map(where -> new Tier.ByAllocatedCost(where, within, of));
    }

    private static UsageKey key(Fields tier) {
        return tier.text("resource")
                .<UsageKey>map(UsageKey.FixedKey::new)
                .or(() -> tier.text("resource-column").map(UsageKey.ColumnKey::new))
                .orElse(UsageKey.RESOURCE_ID);
    }

    private void conflict(Fields at, String problem, String advice) {
        problems.add(ConfigError.CONFIG_CONFLICT, at.place(), problem, advice);
    }
}
