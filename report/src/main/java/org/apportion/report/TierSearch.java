package org.apportion.report;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.CodePointOrder;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Tier;
import org.apportion.report.Division.Branch;
import org.apportion.report.Division.Branches;
import org.apportion.report.Division.Leaf;
import org.jspecify.annotations.Nullable;

/** Tries the tiers of a part in plain Java, keeping in words why a tier found nobody. */
final class TierSearch {
    private final GroupFacts group;
    private final Directory directory;
    private final SampleStore samples;
    private final AllocatedBasis basis;
    private final TagVocabulary vocabulary;

    TierSearch(GroupFacts group, Configuration configuration, SampleStore samples, AllocatedBasis basis) {
        this.group = group;
        this.directory = configuration.directory();
        this.vocabulary = new TagVocabulary(configuration.tags());
        this.samples = samples;
        this.basis = basis;
    }

    /**
     * Who receives a part's cell.
     *
     * @param tier index of the tier that found somebody; the number of tiers if none did
     * @param passed one sentence per earlier tier
     * @param found how the tier found them
     */
    record Found(int tier, List<String> passed, String found, Division division) {}

    /** Branch per part of the rule; one leaf without a rule. */
    Map<Integer, Found> parts(@Nullable AllocationRule rule, CellWindow cell) {
        if (rule == null) {
            return Map.of(
                    0,
                    new Found(
                            0,
                            List.of(),
                            "No rule took the records, so the resource receives them.",
                            new Leaf(group.resource(), cell.day(), 0, 0, 0)));
        }
        Map<Integer, Found> parts = new TreeMap<>();
        for (int i = 0; i < rule.parts().size(); i++) {
            if (UsageIndex.ofShare(rule.parts().get(i).weight()).signum() > 0) {
                parts.put(i, find(rule.parts().get(i), i, cell));
            }
        }
        return parts;
    }

    private Found find(Part part, int number, CellWindow cell) {
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < part.tiers().size(); i++) {
            Tier tier = part.tiers().get(i);
            Attempt attempt = attempt(tier, new Place(number, i, cell));
            String name = "Tier " + (i + 1) + ", " + tier.method() + ", ";
            if (attempt.division().isPresent()) {
                return new Found(
                        i, passed, name + attempt.words(), attempt.division().get());
            }
            passed.add(name + "found nobody: " + attempt.words());
        }
        return new Found(
                part.tiers().size(),
                passed,
                "No tier found anybody, so the resource receives it.",
                new Leaf(group.resource(), cell.day(), number, part.tiers().size(), 0));
    }

    private record Attempt(Optional<Division> division, String words) {
        static Attempt nobody(String why) {
            return new Attempt(Optional.empty(), why);
        }
    }

    private record Place(int part, int tier, CellWindow cell) {
        Leaf leaf(Consumer consumer) {
            return new Leaf(consumer, cell.day(), part, tier, 0);
        }

        Leaf leaf(Consumer consumer, long hour) {
            return new Leaf(consumer, CellWindow.dayOf(hour), part, tier, hour);
        }
    }

    private Attempt attempt(Tier tier, Place place) {
        if (tier instanceof Tier.Direct direct) {
            return direct(direct, place);
        }
        if (tier instanceof Tier.Unallocated stated) {
            return new Attempt(
                    Optional.of(place.leaf(group.resource())),
                    "the rule leaves it to the resource: " + stated.reason() + ".");
        }
        if (tier instanceof Tier.FixedShares fixed) {
            Map<Consumer, BigInteger> weights = new TreeMap<>();
            fixed.shares().forEach((consumer, share) -> weights.put(consumer, UsageIndex.ofShare(share)));
            return byConsumer(weights, place, "as the rule states", "the shares are zero.");
        }
        if (tier instanceof Tier.ByAllocatedCost allocated) {
            return byConsumer(
                    basis.weights(allocated, group),
                    place,
                    "in proportion to " + basisOf(allocated) + within(allocated),
                    "nobody was charged anything above zero"
                            + (allocated.of().isEmpty() ? "" : " by " + String.join(", ", allocated.of()))
                            + " that counts as its basis" + within(allocated) + ".");
        }
        return byUsage(tier, place);
    }

    private static String basisOf(Tier.ByAllocatedCost tier) {
        return tier.of().isEmpty() ? "other allocated cost" : "what " + String.join(", ", tier.of()) + " charged";
    }

    private static String within(Tier.ByAllocatedCost tier) {
        return tier.within().isEmpty() ? "" : " within the same " + String.join(", ", tier.within());
    }

    private Attempt direct(Tier.Direct direct, Place place) {
        List<String> asked = new ArrayList<>();
        for (Tier.Owner owner : direct.owners()) {
            Optional<Consumer> found = owner(owner, place.cell().day(), asked);
            if (found.isPresent()) {
                Map<Consumer, BigInteger> several = shares(found.get());
                return several.isEmpty()
                        ? new Attempt(Optional.of(place.leaf(found.get())), "the owner is " + found.get() + ".")
                        : byConsumer(several, place, found.get() + " stands for several owners", "");
            }
        }
        return Attempt.nobody(String.join("; ", asked) + ".");
    }

    private Optional<Consumer> owner(Tier.Owner owner, LocalDate day, List<String> asked) {
        if (owner instanceof Tier.Owner.ByTag tag) {
            if (!TagVocabulary.isReserved(tag.key())) {
                asked.add("the resource has no tag '" + tag.key() + "'");
            }
            return Optional.ofNullable(group.tagged(tag.key()));
        }
        if (owner instanceof Tier.Owner.ByAccount) {
            asked.add("there is no account");
            Consumer account = group.account("SubAccountId");
            return Optional.ofNullable(account != null ? account : group.account("BillingAccountId"));
        }
        if (owner instanceof Tier.Owner.ByResource) {
            return Optional.of(group.resource());
        }
        if (owner instanceof Tier.Owner.ByName named) {
            return Optional.of(named.consumer());
        }
        List<@Nullable Consumer> subjects = new ArrayList<>();
        subjects.add(group.resource());
        ((Tier.Owner.ByDirectory) owner).tagKeys().forEach(key -> subjects.add(group.tagged(key)));
        subjects.add(group.account("SubAccountId"));
        subjects.add(group.account("BillingAccountId"));
        List<Consumer> known = subjects.stream()
                .flatMap(subject -> Optional.ofNullable(subject).stream())
                .distinct()
                .toList();
        asked.add("on " + day + " the directory knows none of "
                + known.stream().map(Consumer::toString).collect(Collectors.joining(", ")));
        return known.stream().filter(subject -> isKnown(subject, day)).findFirst();
    }

    private boolean isKnown(Consumer subject, LocalDate day) {
        Map<Consumer, BigInteger> several = shares(subject);
        return several.isEmpty()
                ? directory.unitOf(subject, day).isPresent()
                : several.keySet().stream()
                        .anyMatch(owner -> directory.unitOf(owner, day).isPresent());
    }

    /** The owners that a tag stands for; empty if it is one owner. */
    private Map<Consumer, BigInteger> shares(Consumer subject) {
        Map<Consumer, BigInteger> shares = new TreeMap<>();
        int end = subject.name().indexOf('=');
        if (subject.kind() == ConsumerKind.TAG && end >= 0) {
            String key = subject.name().substring(0, end);
            vocabulary
                    .owners(key, subject.name().substring(key.length() + 1))
                    .forEach((owner, share) -> shares.put(Consumer.tag(key, owner), UsageIndex.ofShare(share)));
        }
        return shares;
    }

    private Attempt byUsage(Tier tier, Place place) {
        Tier.UsageKey usageKey = SampleStore.keyOf(tier);
        String key = group.usageKey(usageKey);
        if (key == null) {
            return Attempt.nobody("the record has no value by which samples are found.");
        }
        UsageIndex usage = samples.of(key, place.cell());
        if (tier instanceof Tier.Even even) {
            CellWindow window = place.cell().widened(even.window());
            Map<Consumer, BigInteger> weights = new TreeMap<>();
            usage.active(even.metrics(), window).forEach(name -> weights.put(Consumer.principal(name), BigInteger.ONE));
            String what = SampleStore.metrics(even.metrics()) + " for '" + key + "' from " + window;
            return byConsumer(
                    weights,
                    place,
                    "evenly among those with samples of " + what,
                    "there is no sample of " + what + ".");
        }
        String where = " for '" + key + "' from " + place.cell();
        if (tier instanceof Tier.ByMix mix) {
            return mix(mix, usage, where, place);
        }
        SortedMap<Long, SortedMap<String, BigInteger>> weights;
        String what;
        if (tier instanceof Tier.ByMaximum maximum) {
            weights = usage.larger(maximum.first(), maximum.second(), place.cell());
            what = "the larger of " + maximum.first() + " and " + maximum.second() + where;
        } else {
            Tier.ByMetric metric = (Tier.ByMetric) tier;
            weights = usage.weights(metric.metric(), place.cell());
            what = metric.metric() + where;
        }
        Optional<Division> division = byHours(weights, place);
        return division.isPresent()
                ? new Attempt(division, "by " + what + ": " + count(division.get()))
                : Attempt.nobody("there is no sample above zero of " + what + ".");
    }

    private Attempt mix(Tier.ByMix mix, UsageIndex usage, String where, Place place) {
        List<Branch> branches = new ArrayList<>();
        mix.metrics().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(CodePointOrder.INSTANCE))
                .forEach(entry -> byHours(usage.weights(entry.getKey(), place.cell()), place)
                        .ifPresent(content -> branches.add(
                                new Branch(entry.getKey(), UsageIndex.ofShare(entry.getValue()), content))));
        Optional<Division> division = branches(branches);
        return division.isPresent()
                ? new Attempt(
                        division,
                        "by a mix of " + branches.stream().map(Branch::name).collect(Collectors.joining(", ")) + where
                                + ": " + count(division.get()))
                : Attempt.nobody("there is no sample above zero of any of its metrics" + where + ".");
    }

    /** In a span cell an entry per hour and consumer, else one per consumer. */
    private static Optional<Division> byHours(SortedMap<Long, SortedMap<String, BigInteger>> weights, Place place) {
        List<Branch> branches = new ArrayList<>();
        if (place.cell().kind() == CellWindow.Kind.SPAN) {
            weights.forEach((hour, byName) -> byName.forEach((name, weight) -> branches.add(new Branch(
                    name + " at " + CellWindow.timeOf(hour), weight, place.leaf(Consumer.principal(name), hour)))));
            return branches(branches);
        }
        SortedMap<String, BigInteger> sums = new TreeMap<>(CodePointOrder.INSTANCE);
        weights.values().forEach(byName -> byName.forEach((name, weight) -> sums.merge(name, weight, BigInteger::add)));
        sums.forEach((name, weight) -> branches.add(new Branch(name, weight, place.leaf(Consumer.principal(name)))));
        return branches(branches);
    }

    private static Attempt byConsumer(Map<Consumer, BigInteger> weights, Place place, String how, String nobody) {
        Optional<Division> division = branches(weights.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .map(entry -> new Branch(entry.getKey().toString(), entry.getValue(), place.leaf(entry.getKey())))
                .toList());
        return division.isPresent()
                ? new Attempt(division, how + ": " + count(division.get()))
                : Attempt.nobody(nobody);
    }

    private static String count(Division division) {
        int leaves = division.leaves();
        return leaves + (leaves == 1 ? " share." : " shares.");
    }

    private static Optional<Division> branches(List<Branch> branches) {
        return branches.stream().anyMatch(branch -> branch.weight().signum() > 0)
                ? Optional.of(Branches.of(branches))
                : Optional.empty();
    }
}
