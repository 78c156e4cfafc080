package org.apportion.cli;

import java.io.PrintWriter;
import java.util.Map;

/**
 * Where a command writes: answers to {@code out}, everything else to {@code err}.
 *
 * @param interactive a person watches: progress is drawn; else it is printed as plain lines
 */
record Terminal(PrintWriter out, PrintWriter err, Map<String, String> environment, boolean interactive) {

    Terminal {
        environment = Map.copyOf(environment);
    }

    boolean drawsProgress() {
        return interactive && !environment.containsKey("CI") && !"dumb".equals(environment.get("TERM"));
    }

    boolean colors() {
        return interactive && !environment.containsKey("NO_COLOR") && !"dumb".equals(environment.get("TERM"));
    }
}
