package org.apportion.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.rule.AllocationRule;

/** What two configurations differ in, and the mixtures of both that a simulation looks at, without hours. */
final class SimulationChanges {
    private static final List<String> RULES = List.of("cost-basis", "rules", "tags");
    private static final List<String> OWNERS = List.of("organization", "directory");
    private static final List<String> PRICES = List.of("prices", "currencies", "currency");

    private SimulationChanges() {}

    static Configuration withRulesOf(Configuration base, Configuration other) {
        return base.copy()
                .costBasis(other.costBasis())
                .tags(other.tags())
                .rules(other.rules())
                .fingerprints(mixed(base, other, RULES))
                .chargeHours(false)
                .build();
    }

    static Configuration withOwnersOf(Configuration base, Configuration other) {
        return base.copy()
                .organization(other.organization())
                .directory(other.directory())
                .fingerprints(mixed(base, other, OWNERS))
                .chargeHours(false)
                .build();
    }

    static Configuration withPricesOf(Configuration base, Configuration other) {
        return base.copy()
                .currency(other.currency())
                .prices(other.prices())
                .rates(other.rates())
                .fingerprints(mixed(base, other, PRICES))
                .chargeHours(false)
                .build();
    }

    /** Whether both split costs alike: units and their names do not matter, whom the directory knows does. */
    static boolean splitAlike(Configuration one, Configuration other) {
        return RULES.stream().noneMatch(section -> differs(one, other, section)) && !differs(one, other, "directory");
    }

    private static Map<String, String> mixed(Configuration base, Configuration other, List<String> sections) {
        Map<String, String> mixed = new LinkedHashMap<>(base.fingerprints());
        sections.forEach(section ->
                mixed.put(section, Objects.toString(other.fingerprints().get(section))));
        return mixed;
    }

    private static boolean differs(Configuration one, Configuration other, String section) {
        return !Objects.equals(
                one.fingerprints().get(section), other.fingerprints().get(section));
    }

    /** Sentences for the reader: rules by name, other sections as such. */
    static List<String> between(Configuration inForce, Configuration other) {
        List<String> changes = new ArrayList<>();
        if (differs(inForce, other, "rules")) {
            changes.add("Rules: " + rules(inForce, other) + ".");
        }
        List<String> further = new ArrayList<>();
        for (List<String> sections : List.of(RULES, OWNERS, PRICES)) {
            sections.stream()
                    .filter(section -> !section.equals("rules") && differs(inForce, other, section))
                    .forEach(further::add);
        }
        if (!further.isEmpty()) {
            changes.add("Other sections that differ: " + String.join(", ", further) + ".");
        }
        if (differs(inForce, other, "sources")) {
            changes.add("Sources differ too, which a simulation leaves out: records are taken as they were imported.");
        }
        return changes;
    }

    private static String rules(Configuration inForce, Configuration other) {
        Map<String, AllocationRule> before = byId(inForce);
        Map<String, AllocationRule> after = byId(other);
        TreeSet<String> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        List<String> words = new ArrayList<>();
        for (String id : all) {
            if (!before.containsKey(id)) {
                words.add(id + " is new");
            } else if (!after.containsKey(id)) {
                words.add(id + " is gone");
            } else if (!unplaced(before.get(id)).equals(unplaced(after.get(id)))) {
                words.add(id + " differs");
            }
        }
        return words.isEmpty() ? "their order differs" : String.join(", ", words);
    }

    /** Rules by id and, where an id is there several times, by its number. */
    private static Map<String, AllocationRule> byId(Configuration configuration) {
        Map<String, AllocationRule> rules = new TreeMap<>();
        for (AllocationRule rule : configuration.rules()) {
            String id = rule.id();
            for (int n = 2; rules.containsKey(id); n++) {
                id = rule.id() + " (" + n + ")";
            }
            rules.put(id, rule);
        }
        return rules;
    }

    /** Where a rule is written does not count. */
    private static AllocationRule unplaced(AllocationRule rule) {
        return new AllocationRule(
                rule.id(),
                rule.version(),
                rule.description(),
                rule.validity(),
                rule.conditionText(),
                rule.condition(),
                rule.spread(),
                rule.parts(),
                "");
    }
}
