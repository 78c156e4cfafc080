package org.apportion.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.Owner;
import org.apportion.model.rule.Tier.UsageKey;

/** Says in short words who pays by a rule: its parts and tiers in order. */
final class RuleWords {
    private RuleWords() {}

    /** The rule as charges and explanations name it. */
    static String name(AllocationRule rule) {
        return rule.id() + "@" + rule.version();
    }

    /** All parts: {@code 30 shared: …; 70 usage: …}; of a rule with one part without its weight. */
    static String split(AllocationRule rule) {
        if (rule.parts().size() == 1) {
            return rule.parts().get(0).costType() + ": " + tiers(rule.parts().get(0));
        }
        return rule.parts().stream()
                .map(part -> weight(part.weight()) + " " + part.name() + ": " + tiers(part))
                .collect(Collectors.joining("; "));
    }

    private static String tiers(Part part) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < part.tiers().size(); i++) {
            String own = part.tierCostTypes().get(i);
            words.add(tier(part.tiers().get(i)) + (own == null ? "" : " [" + own + "]"));
        }
        boolean endless = part.tiers().stream().noneMatch(RuleWords::alwaysFinds);
        if (endless) {
            words.add("the resource");
        }
        return String.join(" > ", words);
    }

    static boolean alwaysFinds(Tier tier) {
        return tier instanceof Tier.Unallocated
                || tier instanceof Tier.FixedShares
                || (tier instanceof Tier.Direct direct
                        && direct.owners().stream()
                                .anyMatch(owner -> owner instanceof Owner.ByResource || owner instanceof Owner.ByName));
    }

    static String tier(Tier tier) {
        if (tier instanceof Tier.Direct direct) {
            return direct.owners().stream().map(RuleWords::owner).collect(Collectors.joining(" or "));
        }
        if (tier instanceof Tier.Even even) {
            return "even over " + (even.metrics().isEmpty() ? "any metric" : String.join(", ", even.metrics()))
                    + (even.window() == Tier.Window.HOUR
                            ? ""
                            : " of the " + even.window().name().toLowerCase(Locale.ROOT))
                    + key(even.key());
        }
        if (tier instanceof Tier.ByMetric metric) {
            return "by " + metric.metric() + key(metric.key());
        }
        if (tier instanceof Tier.ByMix mix) {
            return "by " + shares(mix.metrics()) + key(mix.key());
        }
        if (tier instanceof Tier.ByMaximum maximum) {
            return "by the larger of " + maximum.first() + " and " + maximum.second() + key(maximum.key());
        }
        if (tier instanceof Tier.FixedShares fixed) {
            return shares(fixed.shares());
        }
        if (tier instanceof Tier.ByAllocatedCost allocated) {
            return (allocated.of().isEmpty()
                            ? "by other allocated cost"
                            : "by what " + String.join(", ", allocated.of()) + " charged")
                    + (allocated.within().isEmpty() ? "" : " within " + String.join(", ", allocated.within()));
        }
        return "unallocated, " + ((Tier.Unallocated) tier).reason();
    }

    private static String owner(Owner owner) {
        if (owner instanceof Owner.ByTag tag) {
            return tag.key().startsWith(TagVocabulary.CONFLICT)
                    ? "differing values of tag " + tag.key().substring(TagVocabulary.CONFLICT.length())
                    : "tag " + tag.key();
        }
        if (owner instanceof Owner.ByName named) {
            return named.consumer().toString();
        }
        if (owner instanceof Owner.ByDirectory directory) {
            return "directory"
                    + (directory.tagKeys().isEmpty() ? "" : " with " + String.join(", ", directory.tagKeys()));
        }
        return owner instanceof Owner.ByAccount ? "account" : "the resource";
    }

    private static String key(UsageKey key) {
        if (key instanceof UsageKey.FixedKey fixed) {
            return " of " + fixed.resource();
        }
        return key.equals(UsageKey.RESOURCE_ID) ? "" : " of its " + ((UsageKey.ColumnKey) key).column();
    }

    private static String shares(Map<?, BigDecimal> shares) {
        return shares.entrySet().stream()
                .map(share -> weight(share.getValue()) + " " + share.getKey())
                .collect(Collectors.joining(" + "));
    }

    private static String weight(BigDecimal weight) {
        return weight.signum() == 0 ? "0" : weight.stripTrailingZeros().toPlainString();
    }
}
