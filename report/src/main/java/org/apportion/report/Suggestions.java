package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apportion.lake.LakeView;
import org.apportion.ledger.period.Periods;
import org.apportion.model.BillingMonth;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.rule.AllocationRule;
import org.jspecify.annotations.Nullable;

/**
 * What would allocate the largest unallocated costs of a month: a rule for what no rule took, a directory entry for a consumer that
 * nobody owns. The unit is the one that pays more than half of what has an owner in the same account; else the one that the reader
 * names. Each cost counts for one suggestion only, so the amounts add up to what all of them place together.
 */
final class Suggestions {
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final Set<String> MENDABLE = Set.of("no_rule", "no_owner", "no_usage", "no_unit", "tag_conflict");

    private final ReportSession session;
    private final Configuration configuration;
    private final BillingMonth month;
    private final @Nullable String unit;

    Suggestions(ReportSession session, BillingMonth month, @Nullable String unit) {
        this.session = session;
        this.configuration = session.configuration();
        this.month = month;
        this.unit = unit;
    }

    /** What a suggestion takes: records of a service and sub-account that no rule took, or all of a consumer. */
    sealed interface Target {
        boolean takes(UnallocatedCost cost);

        /** @param service and sub-account, empty where the records have none, so that they do not decide */
        record Unruled(String service, String subAccount) implements Target {
            @Override
            public boolean takes(UnallocatedCost cost) {
                return cost.reason().equals("no_rule")
                        && (service.isEmpty() || service.equals(cost.service()))
                        && (subAccount.isEmpty() || subAccount.equals(cost.subAccount()));
            }
        }

        record Unowned(Consumer consumer) implements Target {
            @Override
            public boolean takes(UnallocatedCost cost) {
                return cost.subjects().contains(consumer);
            }
        }
    }

    /**
     * A target with the unit that shall pay.
     *
     * @param why what speaks for the unit
     * @param costs what it places and no earlier suggestion does
     */
    record Suggestion(Target target, String unit, String why, List<UnallocatedCost> costs) {}

    /** The suggestions as YAML that may be put into the configuration as it is. */
    String yaml(int top) {
        session.requireRun(month);
        LakeView view = session.current();
        List<UnallocatedCost> all = UnallocatedCost.of(session, view, month);
        Map<String, Map<String, BigDecimal>> owners = owners(view);
        List<String> left = new ArrayList<>();
        List<Suggestion> chosen = new ArrayList<>();
        List<UnallocatedCost> open = new ArrayList<>(all);
        for (Map.Entry<Target, UnallocatedCost> candidate : candidates(all, top).entrySet()) {
            Target target = candidate.getKey();
            List<UnallocatedCost> costs = open.stream().filter(target::takes).toList();
            Optional<String> refused = refused(candidate.getValue(), target);
            Optional<Guess> guess = guess(candidate.getValue(), owners);
            if (refused.isPresent() || guess.isEmpty()) {
                left.add(SuggestionYaml.amounts(costs) + ", " + SuggestionYaml.words(target) + ": "
                        + refused.orElse("nothing speaks for a unit; name one with --unit"));
            } else if (!costs.isEmpty()) {
                chosen.add(
                        new Suggestion(target, guess.get().unit(), guess.get().why(), costs));
                open.removeAll(costs);
            }
        }
        return new SuggestionYaml(
                        month,
                        configuration.rules().stream().map(AllocationRule::id).toList())
                .text(chosen, UnallocatedCost.sums(all), notes(left));
    }

    private List<String> notes(List<String> left) {
        List<String> notes = new ArrayList<>();
        left.forEach(text -> notes.add("Not suggested: " + text + "."));
        if (configuration.rules().stream().anyMatch(AllocationRule::isSecondPass)) {
            notes.add("Rules in proportion to other allocated cost follow what is placed: their shares move too.");
        }
        if (session.ledger().read(transaction -> new Periods(transaction).closed()).stream()
                .anyMatch(period -> period.month().equals(month))) {
            notes.add(month + " is closed: what these place is booked as corrections by the next month's run.");
        }
        return notes;
    }

    /** The largest targets of each currency, each with its largest cost; rules before directory entries. */
    private Map<Target, UnallocatedCost> candidates(List<UnallocatedCost> costs, int top) {
        Map<Target, List<UnallocatedCost>> groups = new LinkedHashMap<>();
        costs.forEach(cost ->
                groups.computeIfAbsent(target(cost), any -> new ArrayList<>()).add(cost));
        List<Target> largest = new ArrayList<>();
        for (String currency : UnallocatedCost.sums(costs).keySet()) {
            groups.entrySet().stream()
                    .filter(group -> group.getValue().stream()
                            .anyMatch(cost -> cost.currency().equals(currency)))
                    .sorted(Comparator.comparing((Map.Entry<Target, List<UnallocatedCost>> group) ->
                                    sum(group.getValue(), currency).abs())
                            .reversed())
                    .limit(top == 0 ? Long.MAX_VALUE : top)
                    .map(Map.Entry::getKey)
                    .filter(target -> !largest.contains(target))
                    .forEach(largest::add);
        }
        Map<Target, UnallocatedCost> candidates = new LinkedHashMap<>();
        largest.stream()
                .sorted(Comparator.comparing(target -> target instanceof Target.Unowned))
                .forEach(target -> candidates.put(
                        target,
                        Objects.requireNonNull(groups.get(target)).stream()
                                .max(Comparator.comparing(cost -> cost.amount().abs()))
                                .orElseThrow()));
        return candidates;
    }

    /** A rule needs a condition; what has neither service nor sub-account is found by its consumer. */
    private static Target target(UnallocatedCost cost) {
        boolean ruled = cost.reason().equals("no_rule")
                && !(cost.service().isEmpty() && cost.subAccount().isEmpty());
        return ruled ? new Target.Unruled(cost.service(), cost.subAccount()) : new Target.Unowned(cost.consumer());
    }

    private static BigDecimal sum(List<UnallocatedCost> costs, String currency) {
        return costs.stream()
                .filter(cost -> cost.currency().equals(currency))
                .map(UnallocatedCost::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Why a target gets no suggestion, whoever should pay. */
    private Optional<String> refused(UnallocatedCost cost, Target target) {
        if (!MENDABLE.contains(cost.reason())) {
            return Optional.of("the rule leaves it to nobody on purpose, with the reason " + cost.reason());
        }
        if (target instanceof Target.Unowned unowned) {
            if (unowned.consumer().kind() == ConsumerKind.UNIT) {
                return Optional.of("the organization lacks this unit");
            }
            return configuration.directory().entries().stream()
                    .filter(entry -> entry.subject().equals(unowned.consumer()))
                    .findFirst()
                    .map(entry -> "the directory knows it on other days (" + entry.place() + "); extend that entry");
        }
        return Optional.empty();
    }

    private record Guess(String unit, String why) {}

    private Optional<Guess> guess(UnallocatedCost cost, Map<String, Map<String, BigDecimal>> owners) {
        Map<String, BigDecimal> paid = owners.getOrDefault(key(cost.account(), cost.currency()), Map.of());
        BigDecimal total = paid.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return paid.entrySet().stream()
                .filter(one -> one.getValue().compareTo(total.multiply(HALF)) > 0)
                .findFirst()
                .map(one -> new Guess(
                        one.getKey(),
                        one.getKey() + " pays " + NodeDraft.percent(one.getValue(), total)
                                + " of what has an owner in account " + cost.account()))
                .or(() -> Optional.ofNullable(unit).map(named -> new Guess(named, "the unit you named")));
    }

    /** What units pay above zero, by account and currency. */
    private Map<String, Map<String, BigDecimal>> owners(LakeView view) {
        String sub = "c." + session.dialect().name("SubAccountId");
        Map<String, Map<String, BigDecimal>> owners = new HashMap<>();
        session.engine()
                .forEach(
                        "SELECT coalesce(nullif(" + sub + ", ''), c."
                                + session.dialect().name("BillingAccountId")
                                + ", ''), c." + session.dialect().name("BillingCurrency")
                                + ", c.unit, sum(c.amount) FROM " + UnallocatedCost.charges(session, view, month)
                                + " AS c WHERE c.unit IS NOT NULL GROUP BY 1, 2, 3 HAVING sum(c.amount) > 0 ORDER BY"
                                + " 1, 2, 3",
                        row -> owners.computeIfAbsent(
                                        key(Objects.requireNonNull(row.text(0)), Objects.requireNonNull(row.text(1))),
                                        any -> new LinkedHashMap<>())
                                .put(Objects.requireNonNull(row.text(2)), Objects.requireNonNull(row.decimal(3))));
        return owners;
    }

    private static String key(String account, String currency) {
        return currency + " " + account;
    }
}
