package org.apportion.testkit.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.CodePointOrder;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.organization.Directory;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Tier;
import org.apportion.testkit.reference.Division.Branch;
import org.apportion.testkit.reference.Division.Branches;
import org.apportion.testkit.reference.Division.Leaf;
import org.jspecify.annotations.Nullable;

/** Finds who receives a part's share of a cell: section "Parts, then tiers". */
final class TierFinder {
    private final UsageIndex usage;
    private final Directory directory;
    private final EarlierPasses earlier;
    private final Map<String, SortedMap<String, BigDecimal>> shares;

    TierFinder(
            UsageIndex usage,
            Directory directory,
            EarlierPasses earlier,
            Map<String, SortedMap<String, BigDecimal>> shares) {
        this.usage = usage;
        this.directory = directory;
        this.earlier = earlier;
        this.shares = shares;
    }

    /** The first tier that finds somebody takes the cell, else the resource. */
    Division find(Cell cell, int partIndex, Part part) {
        for (int i = 0; i < part.tiers().size(); i++) {
            Tier tier = part.tiers().get(i);
            String reason = tier instanceof Tier.Unallocated stated ? stated.reason() : null;
            Booking booking = new Booking(cell, partIndex, i, tier.method(), part.costTypeOf(i), reason);
            Optional<Division> found = find(cell, tier, booking);
            if (found.isPresent()) {
                return found.get();
            }
        }
        boolean hasUsageTier = part.tiers().stream().anyMatch(CellCutter::isUsageTier);
        Booking last = new Booking(
                cell,
                partIndex,
                part.tiers().size(),
                "resource",
                part.costType(),
                hasUsageTier ? "no_usage" : "no_owner");
        return last.leaf(cell.group().resource());
    }

    private Optional<Division> find(Cell cell, Tier tier, Booking booking) {
        if (tier instanceof Tier.Direct direct) {
            return direct.owners().stream()
                    .flatMap(owner -> owner(cell, owner).stream())
                    .findFirst()
                    .map(owner -> byConsumer(weights(owner), booking).orElseThrow());
        }
        if (tier instanceof Tier.Unallocated) {
            return Optional.of(booking.leaf(cell.group().resource()));
        }
        if (tier instanceof Tier.FixedShares fixed) {
            SortedMap<Consumer, BigInteger> weights = new TreeMap<>();
            fixed.shares().forEach((consumer, share) -> weights.put(consumer, Weights.ofShare(share)));
            return byConsumer(weights, booking);
        }
        if (tier instanceof Tier.ByAllocatedCost allocated) {
            return byConsumer(earlier.weights(allocated, cell.group()), booking);
        }
        if (tier instanceof Tier.Even even) {
            return even(cell, even, booking);
        }
        if (tier instanceof Tier.ByMetric metric) {
            String key = cell.group().usageKey(metric.key());
            return key == null ? Optional.empty() : byMetric(cell, metric.metric(), key, booking);
        }
        if (tier instanceof Tier.ByMaximum maximum) {
            String key = cell.group().usageKey(maximum.key());
            return key == null
                    ? Optional.empty()
                    : byUsage(
                            cell,
                            usage.largerWeights(
                                    maximum.first(), maximum.second(), key, cell.firstHour(), cell.endHour()),
                            booking);
        }
        return byMix(cell, (Tier.ByMix) tier, booking);
    }

    /** A tag may stand for several owners. */
    private Map<Consumer, BigInteger> weights(Consumer owner) {
        SortedMap<String, BigDecimal> several = owner.kind() == ConsumerKind.TAG ? shares.get(owner.name()) : null;
        if (several == null) {
            return Map.of(owner, BigInteger.ONE);
        }
        SortedMap<Consumer, BigInteger> weights = new TreeMap<>();
        several.forEach((name, share) -> weights.put(new Consumer(ConsumerKind.TAG, name), Weights.ofShare(share)));
        return weights;
    }

    private Optional<Consumer> owner(Cell cell, Tier.Owner owner) {
        if (owner instanceof Tier.Owner.ByTag tag) {
            return Optional.ofNullable(tag(cell, tag.key()));
        }
        if (owner instanceof Tier.Owner.ByAccount) {
            Consumer subAccount = account(cell, "SubAccountId");
            return Optional.ofNullable(subAccount != null ? subAccount : account(cell, "BillingAccountId"));
        }
        if (owner instanceof Tier.Owner.ByResource) {
            return Optional.of(cell.group().resource());
        }
        if (owner instanceof Tier.Owner.ByName named) {
            return Optional.of(named.consumer());
        }
        List<@Nullable Consumer> subjects = new ArrayList<>();
        subjects.add(cell.group().resource());
        ((Tier.Owner.ByDirectory) owner).tagKeys().forEach(key -> subjects.add(tag(cell, key)));
        subjects.add(account(cell, "SubAccountId"));
        subjects.add(account(cell, "BillingAccountId"));
        return subjects.stream()
                .flatMap(subject -> Optional.ofNullable(subject).stream())
                .filter(subject -> weights(subject).keySet().stream()
                        .anyMatch(one -> directory.unitOf(one, cell.day()).isPresent()))
                .findFirst();
    }

    private static @Nullable Consumer tag(Cell cell, String key) {
        String value = cell.group().nonEmptyTag(key);
        return value == null ? null : Consumer.tag(key, value);
    }

    private static @Nullable Consumer account(Cell cell, String column) {
        String id = cell.group().nonEmpty(column);
        return id == null ? null : new Consumer(ConsumerKind.ACCOUNT, id);
    }

    private Optional<Division> even(Cell cell, Tier.Even even, Booking booking) {
        String key = cell.group().usageKey(even.key());
        if (key == null) {
            return Optional.empty();
        }
        LocalDate firstDay = Cell.dayOf(cell.firstHour());
        LocalDate endDay = Cell.dayOf(cell.endHour() - 1).plusDays(1);
        long from = switch (even.window()) {
            case HOUR -> cell.firstHour();
            case DAY -> Cell.hourOf(firstDay);
            case MONTH -> Cell.hourOf(firstDay.withDayOfMonth(1));
        };
        long to = switch (even.window()) {
            case HOUR -> cell.endHour();
            case DAY -> Cell.hourOf(endDay);
            case MONTH -> Cell.hourOf(endDay.minusDays(1).withDayOfMonth(1).plusMonths(1));
        };
        SortedMap<Consumer, BigInteger> weights = new TreeMap<>();
        usage.active(even.metrics(), key, from, to)
                .forEach(name -> weights.put(Consumer.principal(name), BigInteger.ONE));
        return byConsumer(weights, booking);
    }

    private Optional<Division> byMix(Cell cell, Tier.ByMix mix, Booking booking) {
        String key = cell.group().usageKey(mix.key());
        if (key == null) {
            return Optional.empty();
        }
        List<Branch> branches = new ArrayList<>();
        mix.metrics().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(CodePointOrder.INSTANCE))
                .forEach(entry -> byMetric(cell, entry.getKey(), key, booking)
                        .ifPresent(content -> branches.add(new Branch(Weights.ofShare(entry.getValue()), content))));
        return branches(branches);
    }

    private Optional<Division> byMetric(Cell cell, String metric, String key, Booking booking) {
        return byUsage(cell, usage.weights(metric, key, cell.firstHour(), cell.endHour()), booking);
    }

    /** In a span cell an entry per hour and principal, else one per principal. */
    private static Optional<Division> byUsage(
            Cell cell, SortedMap<Long, SortedMap<String, BigInteger>> weights, Booking booking) {
        List<Branch> branches = new ArrayList<>();
        if (cell.kind() == Cell.Kind.SPAN) {
            weights.forEach((hour, byName) -> byName.forEach((name, weight) ->
                    branches.add(new Branch(weight, booking.leaf(Consumer.principal(name), Cell.dayOf(hour))))));
            return branches(branches);
        }
        SortedMap<String, BigInteger> sums = new TreeMap<>(CodePointOrder.INSTANCE);
        weights.values().forEach(byName -> byName.forEach((name, weight) -> sums.merge(name, weight, BigInteger::add)));
        sums.forEach((name, weight) -> branches.add(new Branch(weight, booking.leaf(Consumer.principal(name)))));
        return branches(branches);
    }

    private static Optional<Division> byConsumer(Map<Consumer, BigInteger> weights, Booking booking) {
        return branches(weights.entrySet().stream()
                .map(entry -> new Branch(entry.getValue(), booking.leaf(entry.getKey())))
                .toList());
    }

    private static Optional<Division> branches(List<Branch> branches) {
        boolean anybody = branches.stream().anyMatch(branch -> branch.weight().signum() > 0);
        return anybody ? Optional.of(new Branches(branches)) : Optional.empty();
    }

    /** Everything of a leaf but the consumer. */
    private record Booking(
            Cell cell,
            int part,
            int tier,
            String method,
            @Nullable String costType,
            @Nullable String reason) {
        Leaf leaf(Consumer consumer) {
            return leaf(consumer, cell.day());
        }

        Leaf leaf(Consumer consumer, LocalDate day) {
            return new Leaf(consumer, day, part, tier, method, costType, reason);
        }
    }
}
