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
        super(ConfigError.CONFIG_INVALID, place, found(problems), nextStep(problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * What others found wrong with the configuration, such as plugins, in the same form; one mistake stands for itself.
     *
     * @param place the file that was loaded
     * @param mistakes at least one
     */
    public static ApportionException ofOthers(String place, List<ApportionException> mistakes) {
        List<String> lines =
                mistakes.stream().map(each -> String.valueOf(each.getMessage())).toList();
        return mistakes.size() == 1
                ? mistakes.get(0)
                : new ApportionException(ConfigError.CONFIG_INVALID, place, found(lines), nextStep(lines));
    }

    private static String found(List<?> mistakes) {
        return mistakes.size() == 1 ? "1 mistake was found." : mistakes.size() + " mistakes were found.";
    }

    private static String nextStep(List<?> mistakes) {
        return "Mend what is listed, then run: apportion check."
                + mistakes.stream().map(mistake -> "\n  " + mistake).collect(Collectors.joining());
    }

    public List<ConfigProblem> problems() {
        return problems;
    }
}
