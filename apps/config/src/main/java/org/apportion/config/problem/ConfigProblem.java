package org.apportion.config.problem;

/**
 * One mistake, or one warning, in a configuration.
 *
 * @param file as the user would write it
 * @param line from 1; 0 if the file as a whole is meant
 * @param column in characters from 1; 0 if unknown
 * @param message what is wrong: one sentence ending with a full stop; never a secret
 * @param suggestion what to do: one sentence ending with a full stop
 */
public record ConfigProblem(String file, int line, int column, ConfigError code, String message, String suggestion) {
    public Place place() {
        return new Place(file, line, column);
    }

    /** {@code CODE file:line:column: what is wrong. What to do.} */
    @Override
    public String toString() {
        return code.name() + " " + place() + ": " + message + " " + suggestion;
    }
}
