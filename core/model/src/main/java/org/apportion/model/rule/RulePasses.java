package org.apportion.model.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apportion.model.CodePointOrder;

/**
 * Which rules are split before which. Rules without a tier by allocated cost are the first pass. A tier by allocated cost needs all
 * rules that it {@linkplain Tier.ByAllocatedCost#of names}, or the first pass; its rule is split in the pass after the latest of
 * them. So the order in which rules stand decides who takes a record, never who is split first.
 */
public final class RulePasses {
    /** The pass of rules that need no other rule's result. */
    public static final int FIRST = 1;

    private final Map<String, SortedSet<String>> needs = new TreeMap<>(CodePointOrder.INSTANCE);
    private final Set<String> later = new HashSet<>();
    private final Map<String, Integer> passes = new HashMap<>();
    private final Optional<List<String>> cycle;

    /** Rules with the same id, such as versions that follow each other, are one to those who name them. */
    public RulePasses(Collection<AllocationRule> rules) {
        for (AllocationRule rule : rules) {
            SortedSet<String> named = needs.computeIfAbsent(rule.id(), any -> new TreeSet<>(CodePointOrder.INSTANCE));
            tiers(rule).forEach(tier -> {
                named.addAll(tier.of());
                later.add(rule.id());
            });
        }
        cycle = needs.keySet().stream().flatMap(id -> wayBack(id).stream()).findFirst();
        if (cycle.isEmpty()) {
            needs.keySet().forEach(this::passOf);
        }
    }

    /**
     * The pass in which a tier's basis is complete and its rule can be split as far as this tier is concerned: at least 2.
     *
     * @throws IllegalStateException if some rule needs itself
     */
    public int of(Tier.ByAllocatedCost tier) {
        requireOrder();
        return after(tier.of());
    }

    /** The pass in which a rule is split, from {@link #FIRST}; as {@link #of(Tier.ByAllocatedCost)}. */
    public int of(AllocationRule rule) {
        requireOrder();
        return tiers(rule).mapToInt(tier -> after(tier.of())).max().orElse(FIRST);
    }

    /** The number of passes; as {@link #of(Tier.ByAllocatedCost)}. */
    public int count() {
        requireOrder();
        return passes.values().stream().mapToInt(Integer::intValue).max().orElse(FIRST);
    }

    /** Whether a rule's charges count as the basis of a tier. */
    public static boolean isBasis(Tier.ByAllocatedCost tier, AllocationRule rule) {
        return tier.of().isEmpty() ? !rule.isSecondPass() : tier.of().contains(rule.id());
    }

    /** A rule that needs its own result, as the way from it back to it; empty if there is none. */
    public Optional<List<String>> cycle() {
        return cycle;
    }

    private Optional<List<String>> wayBack(String id) {
        List<String> way = new ArrayList<>(List.of(id));
        return leadsTo(id, id, way, new HashSet<>()) ? Optional.of(way) : Optional.empty();
    }

    private boolean leadsTo(String target, String from, List<String> way, Set<String> seen) {
        for (String next : needs.getOrDefault(from, new TreeSet<>())) {
            way.add(next);
            if (next.equals(target) || (seen.add(next) && leadsTo(target, next, way, seen))) {
                return true;
            }
            way.remove(way.size() - 1);
        }
        return false;
    }

    private int passOf(String id) {
        Integer known = passes.get(id);
        if (known == null) {
            known = later.contains(id) ? after(needs.getOrDefault(id, new TreeSet<>())) : FIRST;
            passes.put(id, known);
        }
        return known;
    }

    private int after(SortedSet<String> named) {
        return 1 + named.stream().mapToInt(this::passOf).max().orElse(FIRST);
    }

    private void requireOrder() {
        cycle.ifPresent(way -> {
            throw new IllegalStateException("rules need each other: " + way);
        });
    }

    private static Stream<Tier.ByAllocatedCost> tiers(AllocationRule rule) {
        return rule.parts().stream()
                .flatMap(part -> part.tiers().stream())
                .filter(Tier.ByAllocatedCost.class::isInstance)
                .map(Tier.ByAllocatedCost.class::cast);
    }
}
