package org.apportion.config.section;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ScalarNode;

/** The names of one sort of thing: each may be given once, and only given ones may be referred to. */
final class Names {
    private final String what;
    private final Problems problems;
    private final Map<String, Place> places = new HashMap<>();

    /** @param what the sort of thing, capitalized with its article, such as {@code The price} */
    Names(String what, Problems problems) {
        this.what = what;
        this.problems = problems;
    }

    /** Whether the name is new; adds a problem if not. */
    boolean add(ScalarNode name) {
        Place known = places.putIfAbsent(name.text(), name.place());
        if (known != null) {
            problems.add(
                    ConfigError.CONFIG_DUPLICATE_NAME,
                    name.place(),
                    what + " '" + name.written() + "' is there already, at " + known + ".",
                    "Give it another id or remove one of them.");
        }
        return known == null;
    }

    /** Adds a problem if the name is not given anywhere. */
    void require(Optional<ScalarNode> name) {
        if (name.isPresent() && !places.containsKey(name.get().text())) {
            problems.unknownName(name.get().place(), what, name.get().written(), places.keySet());
        }
    }
}
