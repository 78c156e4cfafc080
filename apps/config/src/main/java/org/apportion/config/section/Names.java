package org.apportion.config.section;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.Validity;

/** The names of one sort of thing: each may be given once at a time, and only given ones may be referred to. */
final class Names {
    private final String what;
    private final Problems problems;
    private final Map<String, List<Given>> given = new HashMap<>();

    /** @param what the sort of thing, capitalized with its article, such as {@code The price} */
    Names(String what, Problems problems) {
        this.what = what;
        this.problems = problems;
    }

    /** Whether the name is new; adds a problem if not. */
    boolean add(ScalarNode name) {
        return add(name, Validity.ALWAYS);
    }

    /** Whether the name is new on all of these days; adds a problem if not. */
    boolean add(ScalarNode name, Validity validity) {
        return add(name.text(), name.place(), validity);
    }

    boolean add(String name, Place place, Validity validity) {
        List<Given> known = given.computeIfAbsent(name, any -> new ArrayList<>());
        Optional<Given> other =
                known.stream().filter(one -> one.validity().overlaps(validity)).findFirst();
        if (other.isPresent()) {
            boolean timeless =
                    validity.equals(Validity.ALWAYS) && other.get().validity().equals(Validity.ALWAYS);
            problems.add(
                    ConfigError.CONFIG_DUPLICATE_NAME,
                    place,
                    what + " '" + name + "' is there already" + (timeless ? "" : " at the same time") + ", at "
                            + other.get().place() + ".",
                    timeless
                            ? "Give it another id or remove one of them."
                            : "End the earlier one with valid-to where the later one begins.");
            return false;
        }
        known.add(new Given(place, validity));
        return true;
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    /** Adds a problem if the name is not given anywhere. */
    void require(Optional<ScalarNode> name) {
        if (name.isPresent() && !given.containsKey(name.get().text())) {
            problems.unknownName(name.get().place(), what, name.get().written(), given.keySet());
        }
    }

    private record Given(Place place, Validity validity) {}
}
