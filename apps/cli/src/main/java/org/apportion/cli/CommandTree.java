package org.apportion.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All commands below {@code apportion}. A call makes only the one that is meant: looking through the classes of all would take
 * longer than most answers. Of the others the help knows the name and the first line of their description, from a list that a
 * test makes of the classes.
 */
final class CommandTree {
    private static final String LIST = "commands.tsv";
    private static final String EVERY = "*";

    private CommandTree() {}

    /** The commands that a call with these arguments needs, and the names of the others. */
    static CommandLine of(Terminal terminal, String... arguments) {
        String meant = "";
        for (int i = arguments.length - 1; i >= 0; i--) {
            if (arguments[i].startsWith("@")) {
                // A file of arguments, which may name any command.
                return whole(terminal);
            }
            meant = arguments[i].startsWith("-") ? meant : arguments[i];
        }
        return meant.equals("generate-completion") ? whole(terminal) : with(terminal, meant);
    }

    /** All commands. */
    static CommandLine whole(Terminal terminal) {
        return with(terminal, EVERY);
    }

    private static CommandLine with(Terminal terminal, String meant) {
        CommandLine root = new CommandLine(new RootCommand(), new CommandFactory(terminal));
        for (String[] line : listed()) {
            boolean made = meant.equals(EVERY) || meant.equals(line[0]);
            root.addSubcommand(line[0], made ? type(line[0]) : named(line));
        }
        return root;
    }

    private static CommandSpec named(String[] line) {
        CommandSpec command = CommandSpec.create().name(line[0]);
        command.usageMessage().description(line[1]);
        return command;
    }

    /** Each line of the list: the name of a command, and what it is for. */
    private static List<String[]> listed() {
        try (InputStream list = Objects.requireNonNull(CommandTree.class.getResourceAsStream(LIST), LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            // No lambda: the first one of a process costs a tenth of its start.
            List<String[]> listed = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                listed.add(line.split("\t", 2));
            }
            return listed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> type(String name) {
        return switch (name) {
            case "demo" -> DemoCommand.class;
            case "init" -> InitCommand.class;
            case "check" -> CheckCommand.class;
            case "check-focus" -> CheckFocusCommand.class;
            case "config" -> ConfigCommand.class;
            case "fetch" -> FetchCommand.class;
            case "rules" -> RulesCommand.class;
            case "import" -> ImportCommand.class;
            case "run" -> RunCommand.class;
            case "publish" -> PublishCommand.class;
            case "report" -> ReportCommand.class;
            case "unallocated" -> UnallocatedCommand.class;
            case "commitments" -> CommitmentsCommand.class;
            case "tags" -> TagsCommand.class;
            case "usage" -> UsageCommand.class;
            case "charges" -> ChargesCommand.class;
            case "explain" -> ExplainCommand.class;
            case "compare" -> CompareCommand.class;
            case "simulate" -> SimulateCommand.class;
            case "statements" -> StatementsCommand.class;
            case "metrics" -> MetricsCommand.class;
            case "feed" -> FeedCommand.class;
            case "runs" -> RunsCommand.class;
            case "serve" -> ServeCommand.class;
            case "meter" -> MeterCommand.class;
            case "periods" -> PeriodsCommand.class;
            case "maintain" -> MaintainCommand.class;
            case "generate-completion" -> AutoComplete.GenerateCompletion.class;
            default -> throw new IllegalStateException(name);
        };
    }
}
