package org.apportion.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.report.NearestWord;
import picocli.CommandLine;

/** Parses arguments, runs a command, and turns what went wrong into a message and an exit code. */
final class CommandLineApp {
    /** For the help, which has colors. */
    private final Terminal colored;

    /** For everything else. */
    private final Terminal terminal;

    CommandLineApp(Terminal terminal) {
        this.colored = terminal;
        this.terminal = terminal.printable();
    }

    int run(String... arguments) {
        CommandLine line = CommandTree.of(terminal, arguments);
        line.setOut(colored.out());
        line.setErr(colored.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.colors() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((exception, ignored) -> wrongCall(exception));
        line.setExecutionExceptionHandler((exception, command, result) -> failed(exception, result));
        int code = line.execute(arguments);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    private int wrongCall(CommandLine.ParameterException exception) {
        PrintWriter err = terminal.err();
        err.println("USAGE: " + exception.getMessage());
        if (exception instanceof CommandLine.UnmatchedArgumentException unmatched) {
            suggestion(unmatched).ifPresent(word -> err.println("Did you mean: " + word + "?"));
        }
        err.println("Try '" + exception.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.number();
    }

    /** The command or option that the first word nobody knows probably stands for. */
    private static Optional<String> suggestion(CommandLine.UnmatchedArgumentException exception) {
        CommandLine.Model.CommandSpec spec = exception.getCommandLine().getCommandSpec();
        List<String> known = new ArrayList<>(spec.subcommands().keySet());
        spec.options().forEach(option -> known.addAll(List.of(option.names())));
        return exception.getUnmatched().stream()
                .findFirst()
                .flatMap(word -> NearestWord.of(word.split("=", 2)[0], known));
    }

    private int failed(Exception exception, CommandLine.ParseResult result) throws Exception {
        terminal.out().flush();
        if (exception instanceof ApportionException known) {
            String.valueOf(known.getMessage())
                    .lines()
                    .forEach(line -> terminal.err().println(TablePrinter.printable(line)));
            if (isVerbose(result) && known.getCause() != null) {
                known.getCause().printStackTrace(terminal.err());
            }
            return ExitCode.of(known.code().kind()).number();
        }
        terminal.err()
                .println(
                        "INTERNAL: " + exception.getClass().getSimpleName() + ": " + exception.getMessage()
                                + ". This is a mistake of Apportion. Run the command again with --verbose and report what it prints.");
        if (isVerbose(result)) {
            exception.printStackTrace(terminal.err());
        }
        return ExitCode.FAILED.number();
    }

    private static boolean isVerbose(CommandLine.ParseResult result) {
        return result.originalArgs().contains("--verbose")
                || result.originalArgs().contains("-v");
    }
}
