package org.apportion.cli;

import java.io.PrintWriter;
import java.util.Map;

/**
 * Where a command writes: answers to {@code out}, everything else to {@code err}.
 *
 * @param interactive a person watches {@code err}: progress is drawn; else it is printed as plain lines
 * @param readByPerson {@code out} is a terminal and no file or pipe
 */
record Terminal(
        PrintWriter out, PrintWriter err, Map<String, String> environment, boolean interactive, boolean readByPerson) {

    Terminal {
        environment = Map.copyOf(environment);
    }

    /**
     * The same without control characters. What goes to a file or a pipe stays as it is: a CSV keeps a name as the bill has it.
     */
    Terminal printable() {
        return new Terminal(
                readByPerson ? new PrintWriter(new PrintableWriter(out)) : out,
                new PrintWriter(new PrintableWriter(err), true),
                environment,
                interactive,
                readByPerson);
    }

    boolean drawsProgress() {
        return interactive && !environment.containsKey("CI") && !"dumb".equals(environment.get("TERM"));
    }

    boolean colors() {
        return readByPerson && !environment.containsKey("NO_COLOR") && !"dumb".equals(environment.get("TERM"));
    }
}
