package org.apportion.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** The command line as a process sees it, in this process. */
final class Cli {
    private Cli() {}

    /** What a command left behind. */
    record Answer(int code, String out, String err) {}

    static Answer run(String... arguments) {
        return run(false, Map.of(), arguments);
    }

    /** With variables of the environment. */
    static Answer runIn(Map<String, String> environment, String... arguments) {
        return run(false, environment, arguments);
    }

    /** With answers that go to a terminal, not to a file or a pipe. */
    static Answer runOnTerminal(String... arguments) {
        return run(true, Map.of(), arguments);
    }

    private static Answer run(boolean onTerminal, Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), environment, false, onTerminal);
        int code = new CommandLineApp(terminal).run(arguments);
        terminal.out().flush();
        terminal.err().flush();
        return new Answer(code, out.toString(), err.toString());
    }
}
