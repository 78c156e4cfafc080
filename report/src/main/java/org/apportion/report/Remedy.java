package org.apportion.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Tier;
import org.jspecify.annotations.Nullable;

/** Says in one sentence what would allocate a cost that reached no unit. */
final class Remedy {
    private final Map<String, AllocationRule> rules;

    Remedy(Configuration configuration) {
        this.rules = configuration.rules().stream()
                .collect(Collectors.toMap(AllocationRule::id, Function.identity(), (first, second) -> second));
    }

    /**
     * @param kind kind of the consumer
     * @param consumer its name
     */
    record Case(
            String reason,
            @Nullable String rule,
            @Nullable String service,
            @Nullable String account,
            String kind,
            String consumer) {

        /** The record's resource, if it has one and nobody else was found. */
        @Nullable
        String resource() {
            boolean named = kind.equals("resource")
                    && Stream.of("service=", "account=", "source=").noneMatch(consumer::startsWith);
            return named ? consumer : null;
        }
    }

    String of(Case one) {
        String entry = "add " + one.kind() + " '" + one.consumer() + "' with its unit to the directory";
        return switch (one.reason()) {
            case "no_rule" -> "Write a rule that takes it, such as when: \"" + condition(one) + "\".";
            case "no_usage" ->
                "Import usage of " + metrics(one) + " for " + usageKeys(one) + ", or give rule '" + one.rule()
                        + "' a last tier; or " + entry + ".";
            case "no_owner" -> owner(one, entry);
            case "tag_conflict" -> conflict(one, entry);
            default -> Character.toUpperCase(entry.charAt(0)) + entry.substring(1) + ".";
        };
    }

    private static String conflict(Case one, String entry) {
        String key = one.consumer()
                .substring(TagVocabulary.CONFLICT.length(), one.consumer().indexOf('='));
        return "Let the values of tag '" + key + "' agree; or " + entry + "; or let the first count with conflicts: {"
                + key + ": nearest}.";
    }

    private String owner(Case one, String entry) {
        Set<String> tags = new TreeSet<>();
        boolean directory = false;
        for (Tier tier : tiers(one)) {
            if (tier instanceof Tier.Direct direct) {
                for (Tier.Owner owner : direct.owners()) {
                    if (owner instanceof Tier.Owner.ByTag tag) {
                        tags.add(tag.key());
                    } else if (owner instanceof Tier.Owner.ByDirectory known) {
                        tags.addAll(known.tagKeys());
                        directory = true;
                    }
                }
            }
        }
        tags.removeIf(TagVocabulary::isReserved);
        List<String> ways = new ArrayList<>();
        if (!tags.isEmpty()) {
            ways.add("tag the resource with " + String.join(" or ", tags));
        }
        if (directory && one.account() != null && !one.account().isEmpty()) {
            ways.add("add account '" + one.account() + "' with its unit to the directory");
        }
        ways.add(entry);
        ways.add("give rule '" + one.rule() + "' a last tier");
        String text = String.join("; or ", ways);
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private static String condition(Case one) {
        List<String> terms = new ArrayList<>();
        if (one.service() != null && !one.service().isEmpty()) {
            terms.add("ServiceName == " + quoted(one.service()));
        }
        if (one.account() != null && !one.account().isEmpty()) {
            terms.add("SubAccountId == " + quoted(one.account()));
        }
        String resource = one.resource();
        if (terms.isEmpty() && resource != null) {
            terms.add("ResourceId == " + quoted(resource));
        }
        return terms.isEmpty() ? "true" : String.join(" && ", terms);
    }

    /** Text of a condition. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.chars().forEach(sign -> {
            if (sign == '\'' || sign == '\\') {
                quoted.append('\\').append((char) sign);
            } else if (Character.isISOControl(sign)) {
                quoted.append("\\u%04x".formatted(sign));
            } else {
                quoted.append((char) sign);
            }
        });
        return quoted.append('\'').toString();
    }

    private String metrics(Case one) {
        Set<String> metrics = new TreeSet<>();
        tiers(one).forEach(tier -> metrics.addAll(metrics(tier)));
        return metrics.isEmpty() ? "any metric" : String.join(" or ", metrics);
    }

    private static Set<String> metrics(Tier tier) {
        if (tier instanceof Tier.ByMetric metric) {
            return Set.of(metric.metric());
        }
        if (tier instanceof Tier.ByMaximum maximum) {
            return new TreeSet<>(List.of(maximum.first(), maximum.second()));
        }
        if (tier instanceof Tier.ByMix mix) {
            return mix.metrics().keySet();
        }
        return tier instanceof Tier.Even even ? new TreeSet<>(even.metrics()) : Set.of();
    }

    private String usageKeys(Case one) {
        Set<String> keys = new TreeSet<>();
        for (Tier tier : tiers(one)) {
            Tier.UsageKey key = key(tier);
            if (key instanceof Tier.UsageKey.FixedKey fixed) {
                keys.add("'" + fixed.resource() + "'");
            } else if (key instanceof Tier.UsageKey.ColumnKey column) {
                boolean known = column.column().equals("ResourceId") && one.resource() != null;
                keys.add(known ? "'" + one.resource() + "'" : "its " + column.column());
            }
        }
        return keys.isEmpty() ? "its resource" : String.join(" or ", keys);
    }

    private static Tier.@Nullable UsageKey key(Tier tier) {
        if (tier instanceof Tier.ByMetric metric) {
            return metric.key();
        }
        if (tier instanceof Tier.ByMaximum maximum) {
            return maximum.key();
        }
        if (tier instanceof Tier.ByMix mix) {
            return mix.key();
        }
        return tier instanceof Tier.Even even ? even.key() : null;
    }

    private List<Tier> tiers(Case one) {
        AllocationRule rule = one.rule() == null ? null : rules.get(one.rule());
        return rule == null
                ? List.of()
                : rule.parts().stream().flatMap(part -> part.tiers().stream()).toList();
    }
}
