package org.apportion.allocate;

import java.util.List;
import java.util.function.Predicate;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.testkit.month.MonthData;

/** Hostile months whose rules lack a kind of tier, part or spread: the plan leaves out what no rule needs. */
enum SimplerRules {
    NO_RULES(tier -> true, true, true),
    ONLY_DIRECT(Tier.Direct.class::isInstance, true, true),
    NO_MIX(tier -> !(tier instanceof Tier.ByMix), true, true),
    NO_SECOND_PASS(tier -> !(tier instanceof Tier.ByAllocatedCost), true, true),
    EVEN_SPREAD(tier -> true, true, false),
    ONE_PART(tier -> true, false, true),
    ONLY_FIXED_AND_SHAPE(tier -> tier instanceof Tier.FixedShares || tier instanceof Tier.ByAllocatedCost, false, true),
    ONLY_UNALLOCATED(tier -> tier instanceof Tier.Unallocated || tier instanceof Tier.ByAllocatedCost, true, true);

    private final Predicate<Tier> kept;
    private final boolean severalParts;
    private final boolean shaped;

    SimplerRules(Predicate<Tier> kept, boolean severalParts, boolean shaped) {
        this.kept = kept;
        this.severalParts = severalParts;
        this.shaped = shaped;
    }

    MonthData of(MonthData data) {
        List<AllocationRule> rules = this == NO_RULES
                ? List.of()
                : data.rules().stream().map(this::simpler).toList();
        return new MonthData(data.month(), data.records(), data.samples(), data.resolvedTags(), data.directory(), rules)
                .withShares(data.shares());
    }

    private AllocationRule simpler(AllocationRule rule) {
        List<Part> parts = rule.parts().stream()
                .filter(part -> severalParts || part.weight().signum() > 0)
                .limit(severalParts ? Long.MAX_VALUE : 1)
                .map(part -> new Part(
                        part.name(),
                        part.weight(),
                        part.costType(),
                        part.tiers().stream().filter(kept).toList()))
                .toList();
        return new AllocationRule(
                rule.id(),
                rule.version(),
                rule.description(),
                rule.validity(),
                rule.conditionText(),
                rule.condition(),
                shaped ? rule.spread() : Spread.EVEN,
                parts,
                rule.place());
    }
}
