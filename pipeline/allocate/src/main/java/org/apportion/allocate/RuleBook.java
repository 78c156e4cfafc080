package org.apportion.allocate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apportion.model.CodePointOrder;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.RulePasses;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.Owner;

/**
 * What a list of rules needs, worked out before any text is written. Rules, parts and tiers are known by their
 * positions; the rule -1 stands for "no rule" and has one part without tiers. Parts of weight zero are left out, as
 * they receive nothing.
 */
final class RuleBook {
    /** A tier at its place. */
    record Place(int rule, int part, int tier, Tier value) {}

    /** A part with a weight above zero. */
    record PartPlace(int rule, int part, Part value) {}

    private final List<AllocationRule> rules;
    private final boolean sharedTags;
    private final List<LocalDate> eras;
    private final RulePasses passes;
    private final Map<String, String> tagColumns = new LinkedHashMap<>();
    private final List<PartPlace> parts = new ArrayList<>();
    private final List<Place> tiers = new ArrayList<>();
    private final List<UsageSpec> specs;

    RuleBook(List<AllocationRule> rules) {
        this(rules, false);
    }

    /** @param sharedTags whether tags may stand for several owners */
    RuleBook(List<AllocationRule> rules, boolean sharedTags) {
        this.rules = List.copyOf(rules);
        this.sharedTags = sharedTags;
        this.eras = List.copyOf(eras(rules));
        this.passes = new RulePasses(rules);
        tagKeys(rules).forEach(key -> tagColumns.put(key, "tag_" + tagColumns.size()));
        for (int rule = 0; rule < rules.size(); rule++) {
            addParts(rule, rules.get(rule));
        }
        Set<UsageSpec> found = new LinkedHashSet<>();
        tiers.stream().filter(place -> UsageSpec.isUsage(place.value())).forEach(place -> {
            UsageSpec spec = UsageSpec.of(place.value());
            found.add(spec);
            found.addAll(spec.inner());
        });
        this.specs = List.copyOf(found);
    }

    private void addParts(int rule, AllocationRule value) {
        WholeWeights weights = weights(rule);
        for (int part = 0; part < value.parts().size(); part++) {
            if (weights.has(part)) {
                parts.add(new PartPlace(rule, part, value.parts().get(part)));
                List<Tier> inPart = value.parts().get(part).tiers();
                for (int tier = 0; tier < inPart.size(); tier++) {
                    tiers.add(new Place(rule, part, tier, inPart.get(tier)));
                }
            }
        }
    }

    List<AllocationRule> rules() {
        return rules;
    }

    /** Days on which some rule begins or ends to be valid; era n is the time before the n-th of them. */
    List<LocalDate> eras() {
        return eras;
    }

    /** Resolved tag keys that rules read, to the column of the plan that holds the value. */
    Map<String, String> tagColumns() {
        return tagColumns;
    }

    /** The column of a key that rules read. */
    String tagColumn(String key) {
        return Objects.requireNonNull(tagColumns.get(key), key);
    }

    List<PartPlace> parts() {
        return parts;
    }

    List<Place> tiers() {
        return tiers;
    }

    <T extends Tier> List<Place> tiers(Class<T> type) {
        return tiers.stream().filter(place -> type.isInstance(place.value())).toList();
    }

    List<Place> usageTiers() {
        return tiers.stream().filter(place -> UsageSpec.isUsage(place.value())).toList();
    }

    List<UsageSpec> specs() {
        return specs;
    }

    /** Metrics that specs name, in order of name. */
    List<String> metrics() {
        return specs.stream()
                .flatMap(spec -> spec.metrics().stream())
                .distinct()
                .sorted(CodePointOrder.INSTANCE)
                .toList();
    }

    boolean readsAnyMetric() {
        return specs.stream().anyMatch(UsageSpec::isAnyMetric);
    }

    boolean hasUsage() {
        return !specs.isEmpty();
    }

    boolean hasMix() {
        return specs.stream().anyMatch(UsageSpec::isMix);
    }

    boolean hasSpans() {
        return rules.stream().anyMatch(this::isSpanning);
    }

    boolean hasSecondPass() {
        return passes.count() > RulePasses.FIRST;
    }

    RulePasses passes() {
        return passes;
    }

    /** What the names of tables of a pass end with; nothing for the first pass. */
    static String suffix(int pass) {
        return pass == RulePasses.FIRST ? "" : pass == RulePasses.FIRST + 1 ? "_second" : "_" + pass;
    }

    /** The passes after the first, in order. */
    List<Integer> laterPasses() {
        return IntStream.rangeClosed(RulePasses.FIRST + 1, passes.count())
                .boxed()
                .toList();
    }

    boolean hasSeveralParts() {
        return parts.size() > rules.size();
    }

    boolean isSpanning(AllocationRule rule) {
        return rule.spread() == Spread.USAGE && usesUsage(rule);
    }

    boolean usesUsage(AllocationRule rule) {
        return rule.parts().stream().flatMap(part -> part.tiers().stream()).anyMatch(UsageSpec::isUsage);
    }

    /**
     * Whether a cell of the rule goes to one consumer as a whole if no usage is found, so that days may stand for
     * hours.
     */
    boolean isWhole(int rule) {
        List<PartPlace> own = parts.stream().filter(part -> part.rule() == rule).toList();
        return own.size() == 1 && own.get(0).value().tiers().stream().noneMatch(this::splits);
    }

    WholeWeights weights(int rule) {
        AllocationRule value = rules.get(rule);
        return WholeWeights.of(value.parts().stream().map(Part::weight).toList(), value.place());
    }

    /** Whether the directory decides, so that the owner may change from day to day. */
    static boolean isDaily(Tier.Direct direct) {
        return direct.owners().stream().anyMatch(Owner.ByDirectory.class::isInstance);
    }

    boolean hasDaily() {
        return tiers(Tier.Direct.class).stream().anyMatch(place -> isDaily((Tier.Direct) place.value()));
    }

    /** The largest number of tiers of a part that may or may not find somebody. */
    int levels() {
        return parts.stream()
                .mapToInt(part -> (int) part.value().tiers().stream()
                        .filter(RuleBook::isConditional)
                        .count())
                .max()
                .orElse(0);
    }

    static boolean isConditional(Tier tier) {
        return UsageSpec.isUsage(tier)
                || tier instanceof Tier.ByAllocatedCost
                || (tier instanceof Tier.Direct direct && isDaily(direct));
    }

    /** Position from which a part's charges have a reason: that of a stated one, else behind all tiers. */
    static int firstWithReason(Part part) {
        int tier = 0;
        while (tier < part.tiers().size() && !(part.tiers().get(tier) instanceof Tier.Unallocated)) {
            tier++;
        }
        return tier;
    }

    /** Whether owners of direct tiers may be several: some tag of the month is. */
    boolean hasShares() {
        return sharedTags && !tiers(Tier.Direct.class).isEmpty();
    }

    private boolean splits(Tier tier) {
        return tier instanceof Tier.ByAllocatedCost
                || (sharedTags && tier instanceof Tier.Direct)
                || (tier instanceof Tier.FixedShares fixed && fixed.shares().size() > 1);
    }

    private static SortedSet<LocalDate> eras(List<AllocationRule> rules) {
        SortedSet<LocalDate> days = new TreeSet<>();
        rules.stream()
                .flatMap(rule ->
                        Stream.of(rule.validity().from(), rule.validity().to()))
                .filter(day -> day != null)
                .forEach(day -> days.add(day));
        return days;
    }

    /** Keys of resolved tags that rules read, in order of name. */
    static SortedSet<String> tagKeys(List<AllocationRule> rules) {
        SortedSet<String> keys = new TreeSet<>(CodePointOrder.INSTANCE);
        for (AllocationRule rule : rules) {
            collect(rule.condition(), keys);
            rule.parts().stream().flatMap(part -> part.tiers().stream()).forEach(tier -> collect(tier, keys));
        }
        return keys;
    }

    private static void collect(Tier tier, Set<String> keys) {
        if (tier instanceof Tier.ByAllocatedCost allocated) {
            collect(allocated.where(), keys);
        } else if (tier instanceof Tier.Direct direct) {
            for (Owner owner : direct.owners()) {
                if (owner instanceof Owner.ByTag tag) {
                    keys.add(tag.key());
                } else if (owner instanceof Owner.ByDirectory directory) {
                    keys.addAll(directory.tagKeys());
                }
            }
        }
    }

    private static void collect(Condition condition, Set<String> keys) {
        if (condition instanceof Condition.And and) {
            and.conditions().forEach(inner -> collect(inner, keys));
        } else if (condition instanceof Condition.Or or) {
            or.conditions().forEach(inner -> collect(inner, keys));
        } else if (condition instanceof Condition.Not not) {
            collect(not.condition(), keys);
        } else if (condition instanceof Condition.Compare compare) {
            collect(compare.operand(), keys);
        } else if (condition instanceof Condition.In in) {
            collect(in.operand(), keys);
        } else if (condition instanceof Condition.Has has) {
            collect(has.operand(), keys);
        }
    }

    private static void collect(Condition.Operand operand, Set<String> keys) {
        if (operand instanceof Condition.Operand.TagValue tag) {
            keys.add(tag.key());
        }
    }
}
