package org.apportion.cli;

import java.io.PrintWriter;
import java.util.List;
import org.apportion.model.ApportionException;
import picocli.CommandLine;

/** Parses arguments, runs a command, and turns what went wrong into a message and an exit code. */
final class CommandLineApp {
    private final Terminal terminal;

    CommandLineApp(Terminal terminal) {
        this.terminal = terminal;
    }

    int run(String... arguments) {
        CommandLine line = new CommandLine(new RootCommand(), new CommandFactory(terminal));
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.colors() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((exception, ignored) -> wrongCall(exception));
        line.setExecutionExceptionHandler((exception, command, result) -> failed(exception, result));
        return line.execute(arguments);
    }

    private int wrongCall(CommandLine.ParameterException exception) {
        PrintWriter err = terminal.err();
        err.println("USAGE: " + exception.getMessage());
        if (exception instanceof CommandLine.UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                err.println("Did you mean: " + String.join(", ", suggestions) + "?");
            }
        }
        err.println("Try '" + exception.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.number();
    }

    private int failed(Exception exception, CommandLine.ParseResult result) throws Exception {
        terminal.out().flush();
        if (exception instanceof ApportionException known) {
            terminal.err().println(known.getMessage());
            if (isVerbose(result) && known.getCause() != null) {
                known.getCause().printStackTrace(terminal.err());
            }
            return ExitCode.of(known.code().kind()).number();
        }
        terminal.err().println("INTERNAL: " + exception.getClass().getSimpleName() + ": " + exception.getMessage()
                + ". This is a mistake of Apportion. Run the command again with --verbose and report what it prints.");
        if (isVerbose(result)) {
            exception.printStackTrace(terminal.err());
        }
        return ExitCode.FAILED.number();
    }

    private static boolean isVerbose(CommandLine.ParseResult result) {
        return result.originalArgs().contains("--verbose") || result.originalArgs().contains("-v");
    }
}
