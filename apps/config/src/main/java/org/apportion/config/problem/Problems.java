package org.apportion.config.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects the mistakes and warnings of one load. Not for use by several threads. */
public final class Problems {
    private static final Comparator<ConfigProblem> ORDER = Comparator.comparing(ConfigProblem::place)
            .thenComparing(ConfigProblem::code)
            .thenComparing(ConfigProblem::message);

    private final Set<ConfigProblem> mistakes = new LinkedHashSet<>();
    private final Set<ConfigProblem> warnings = new LinkedHashSet<>();
    private boolean incomplete;

    /** Adds a mistake: the configuration cannot be used. The same one at the same place counts once. */
    public void add(ConfigError code, Place place, String message, String suggestion) {
        mistakes.add(new ConfigProblem(place.file(), place.line(), place.column(), code, message, suggestion));
    }

    /**
     * Notes that content is missing because a file could not be read: names that refer to nothing are then left out, since
     * they may be in it.
     */
    public void markIncomplete() {
        incomplete = true;
    }

    /** Whether content is missing. */
    public boolean isIncomplete() {
        return incomplete;
    }

    /** Adds a warning: the configuration can be used. */
    public void warn(ConfigError code, Place place, String message, String suggestion) {
        warnings.add(new ConfigProblem(place.file(), place.line(), place.column(), code, message, suggestion));
    }

    /**
     * Takes over what another load found, its unknown keys as warnings: for files whose own program passes over them.
     *
     * @param ours places of keys that no other program ever knew
     */
    public void addAllLenient(Problems others, Set<Place> ours) {
        for (ConfigProblem mistake : others.mistakes) {
            boolean passedOver = mistake.code() == ConfigError.CONFIG_UNKNOWN_KEY && !ours.contains(mistake.place());
            (passedOver ? warnings : mistakes).add(mistake);
        }
        warnings.addAll(others.warnings);
        incomplete |= others.incomplete;
    }

    /** Adds a name that refers to nothing, with the closest known name or all of them. */
    public void unknownName(Place place, String what, String name, Collection<String> known) {
        add(ConfigError.CONFIG_UNKNOWN_NAME, place, what + " '" + name + "' is not known.", suggest(name, known));
    }

    /** "Did you mean x?", else the known words, else that there are none. */
    public static String suggest(String word, Collection<String> known) {
        Optional<String> closest = Suggestions.closest(word, known);
        return closest.map(found -> "Did you mean " + found + "?").orElseGet(() -> Suggestions.list(known));
    }

    public boolean isEmpty() {
        return mistakes.isEmpty();
    }

    /** The mistakes by file, line and column. */
    public List<ConfigProblem> mistakes() {
        return sorted(mistakes).stream()
                .filter(mistake -> !incomplete || mistake.code() != ConfigError.CONFIG_UNKNOWN_NAME)
                .toList();
    }

    /** The warnings by file, line and column. */
    public List<ConfigProblem> warnings() {
        return sorted(warnings);
    }

    private static List<ConfigProblem> sorted(Set<ConfigProblem> problems) {
        List<ConfigProblem> sorted = new ArrayList<>(problems);
        sorted.sort(ORDER);
        return List.copyOf(sorted);
    }
}
