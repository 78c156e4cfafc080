package org.apportion.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apportion.ledger.Run;
import org.apportion.model.configuration.Configuration;

/** Tells which sections of the configuration are no longer what a run used, by their fingerprints. */
record ConfigurationChanges(Configuration configuration) {
    /** Sections that say who pays. */
    static final Set<String> OWNERS = Set.of("organization", "directory");

    /** Sentences for the reader; empty if nothing has changed. */
    List<String> since(Run run) {
        List<String> changed = sections(run);
        return changed.isEmpty()
                ? List.of()
                : List.of("The configuration has changed since run " + run.id() + " in: " + String.join(", ", changed)
                        + ". Amounts are those of the run; owners are those of the directory as it is now.");
    }

    /** Which of the sections that say who pays have changed. */
    List<String> ofOwners(Run run) {
        return sections(run).stream().filter(OWNERS::contains).toList();
    }

    List<String> sections(Run run) {
        List<String> changed = new ArrayList<>();
        Map<String, String> then = new TreeMap<>(run.start().fingerprints());
        configuration.fingerprints().forEach(then::putIfAbsent);
        for (String section : then.keySet()) {
            String now = configuration.fingerprints().get(section);
            String before = run.start().fingerprints().get(section);
            if (now == null || !now.equals(before)) {
                changed.add(section);
            }
        }
        return changed;
    }
}
