package org.apportion.config.problem;

import java.util.List;
import java.util.stream.Collectors;
import org.apportion.model.ApportionException;

/** All mistakes of a configuration at once. Its text has one line per mistake, after a line with their number. */
public final class ConfigProblems extends ApportionException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    /**
     * @param place the file that was loaded
     * @param problems at least one, sorted
     */
    public ConfigProblems(String place, List<ConfigProblem> problems) {
        super(
                ConfigError.CONFIG_INVALID,
                place,
                problems.size() == 1 ? "1 mistake was found." : problems.size() + " mistakes were found.",
                "Mend what is listed, then run: apportion check."
                        + problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining()));
        this.problems = List.copyOf(problems);
    }

    public List<ConfigProblem> problems() {
        return problems;
    }
}
