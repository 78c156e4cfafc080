package org.apportion.config.section;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.Validity;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;

/** Section {@code rules}: rules and packs, in the order in which they are tried. */
final class RulesSection {
    private static final String STANDARD_COST_TYPE = "usage";
    private static final String POOL = "pool";

    private final Problems problems;
    private final Conditions conditions;
    private final TierReader tiers;
    private final BasisNames basisNames;
    private final List<AllocationRule> rules = new ArrayList<>();
    private final Map<String, Place> places = new HashMap<>();

    RulesSection(MapNode root, Binding binding, Conditions conditions, Consumers consumers) {
        this.problems = binding.problems();
        this.conditions = conditions;
        this.tiers = new TierReader(problems, conditions, consumers);
        this.basisNames = new BasisNames(problems);
        for (Fields entry : Fields.of(root, problems).items("rules")) {
            if (entry.node("pack").isPresent()) {
                pack(entry);
            } else {
                rule(entry, 1);
            }
        }
        new Reachability(problems).warn(rules, places);
        basisNames.check(rules, places);
    }

    List<AllocationRule> rules() {
        return rules;
    }

    private void pack(Fields pack) {
        int version = pack.number("version").orElse(1);
        List<ScalarNode> except = pack.scalars("except");
        Set<String> left = new HashSet<>(except.stream().map(ScalarNode::text).toList());
        Set<String> ids = new HashSet<>();
        for (Fields rule : pack.items("rules")) {
            rule.text("id").ifPresent(ids::add);
            if (!left.contains(rule.text("id").orElse(""))) {
                rule(rule, version);
            }
        }
        except.stream()
                .filter(id -> !ids.contains(id.text()))
                .forEach(id -> problems.unknownName(id.place(), "The pack's rule", id.written(), ids));
    }

    private void rule(Fields rule, int standardVersion) {
        Optional<ScalarNode> name = name(rule);
        Optional<String> id = name.map(given -> idOf(rule, given));
        List<Part> parts = parts(rule);
        Optional<Condition> condition = conditions.compile(rule.scalar("when"));
        Validity validity = rule.validity();
        basisNames.collect(rule);
        if (id.isEmpty() || !isNew(id.get(), name.orElseThrow().place()) || parts.isEmpty() || condition.isEmpty()) {
            return;
        }
        rules.add(new AllocationRule(
                id.get(),
                rule.number("version").orElse(standardVersion),
                rule.text("description").orElse(""),
                validity,
                rule.scalar("when").map(ScalarNode::written).orElse("true"),
                condition.get(),
                spread(rule.text("spread").orElse("")),
                parts,
                name.orElseThrow().place().toString()));
    }

    private static Spread spread(String word) {
        return switch (word) {
            case "usage" -> Spread.USAGE;
            case "hours" -> Spread.HOURS;
            default -> Spread.EVEN;
        };
    }

    /** What the rule is called: its id, or the pool that it is; empty after adding a problem unless it is exactly one of them. */
    private Optional<ScalarNode> name(Fields rule) {
        Optional<ScalarNode> id = rule.scalar("id");
        Optional<ScalarNode> pool = rule.scalar(POOL);
        if (id.isPresent() && pool.isPresent()) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    pool.get().place(),
                    "The rule has id and pool.",
                    "Keep one of them: a pool is called by its name.");
            return Optional.empty();
        }
        if (rule.node("id").isEmpty() && rule.node(POOL).isEmpty()) {
            problems.add(
                    ConfigError.CONFIG_KEY_MISSING,
                    rule.place(),
                    "The rule has no name.",
                    "Add id, or pool for a shared-cost pool.");
        }
        return id.or(() -> pool);
    }

    private static String idOf(Fields rule, ScalarNode name) {
        return rule.node(POOL).isPresent() ? AllocationRule.POOL + name.text() : name.text();
    }

    private boolean isNew(String id, Place place) {
        Place known = places.putIfAbsent(id, place);
        if (known != null) {
            problems.add(
                    ConfigError.CONFIG_DUPLICATE_NAME,
                    place,
                    "The rule '" + id + "' is there already, at " + known + ".",
                    "Give it another id, or leave the pack's rule out with except.");
        }
        return known == null;
    }

    /** The parts as written, or the one part of a short rule; none after adding a problem. */
    private List<Part> parts(Fields rule) {
        boolean isShort = rule.node("tiers").isPresent();
        boolean isLong = rule.node("parts").isPresent();
        if (isShort == isLong || (isLong && rule.node("cost-type").isPresent())) {
            String found = isShort ? "tiers and parts." : isLong ? "parts and cost-type." : "neither tiers nor parts.";
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    rule.place(),
                    "The rule has " + found,
                    "Write tiers, or parts that each have a weight, tiers and a cost type.");
            return List.of();
        }
        if (isShort) {
            String costType = rule.text("cost-type").or(() -> rule.text(POOL)).orElse(STANDARD_COST_TYPE);
            return List.of(part(costType, BigDecimal.ONE, costType, rule));
        }
        List<Part> parts = new ArrayList<>();
        for (Fields part : rule.items("parts")) {
            String costType = part.text("cost-type").or(() -> rule.text(POOL)).orElse(STANDARD_COST_TYPE);
            tiers.weight(part.scalar("weight"))
                    .ifPresent(weight -> parts.add(part(part.text("name").orElse(costType), weight, costType, part)));
        }
        if (!parts.isEmpty() && parts.stream().allMatch(part -> part.weight().signum() == 0)) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    rule.place(),
                    "No part of the rule has a weight above zero.",
                    "Give at least one part a weight.");
            return List.of();
        }
        return parts;
    }

    private Part part(String name, BigDecimal weight, String costType, Fields of) {
        List<Tier> read = new ArrayList<>();
        SortedMap<Integer, String> costTypes = new TreeMap<>();
        for (Fields tier : of.items("tiers")) {
            Optional<Tier> found = tiers.read(tier);
            if (found.isPresent()) {
                tier.text("cost-type").ifPresent(word -> costTypes.put(read.size(), word));
                read.add(found.get());
            }
        }
        return new Part(name, weight, costType, read, costTypes);
    }
}
