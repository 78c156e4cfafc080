package org.apportion.config.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.RulePasses;

/** The rules that tiers by allocated cost name: each has to exist, and none may need its own result. */
final class BasisNames {
    private final Problems problems;
    private final List<ScalarNode> named = new ArrayList<>();

    BasisNames(Problems problems) {
        this.problems = problems;
    }

    /** @param rule a rule as it is written */
    void collect(Fields rule) {
        Stream.concat(Stream.of(rule), rule.items("parts").stream())
                .flatMap(part -> part.items("tiers").stream())
                .flatMap(tier -> tier.child("allocated").stream())
                .forEach(basis -> named.addAll(basis.scalars("of")));
    }

    /** @param places of the rules by id, those with mistakes of their own among them */
    void check(List<AllocationRule> rules, Map<String, Place> places) {
        for (ScalarNode name : named) {
            String pool = AllocationRule.POOL + name.text();
            if (!places.containsKey(name.text()) && places.containsKey(pool)) {
                problems.add(
                        ConfigError.CONFIG_UNKNOWN_NAME,
                        name.place(),
                        "The rule '" + name.written() + "' is not known.",
                        "The pool of this name is called " + pool + " here.");
            } else if (!places.containsKey(name.text())) {
                problems.unknownName(name.place(), "The rule", name.written(), places.keySet());
            }
        }
        new RulePasses(rules)
                .cycle()
                .ifPresent(way -> problems.add(
                        ConfigError.CONFIG_CYCLE,
                        places.getOrDefault(way.get(0), Place.DEFAULT),
                        "The rule '" + way.get(0) + "' is shared by its own result: " + String.join(" → ", way) + ".",
                        "Take a name out of 'of' in one of these rules."));
    }
}
