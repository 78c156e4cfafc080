package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The short way to one command gives what the whole tree gives. */
final class CommandTreeTest {
    private static final Path LIST = Path.of("src/main/resources/org/apportion/cli/commands.tsv");

    private final Terminal terminal = new Terminal(
            new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), Map.of(), false, false);

    @Test
    void theListSaysOfEachCommandTheFirstLineOfItsDescription() throws IOException {
        String list = CommandTree.whole(terminal).getSubcommands().entrySet().stream()
                .map(command -> command.getKey() + "\t" + summary(command.getValue()) + "\n")
                .collect(Collectors.joining());
        if (System.getenv("APPORTION_UPDATE_DOCS") != null) {
            Files.writeString(LIST, list);
        }
        assertThat(Files.readString(LIST))
                .as("run with APPORTION_UPDATE_DOCS=1 to write it anew")
                .isEqualTo(list);
    }

    @Test
    void everyClassOfACommandCanBeCalled() throws IOException, ClassNotFoundException {
        Set<Class<?>> called = new HashSet<>();
        collect(CommandTree.whole(terminal), called);
        Set<Class<?>> written = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("target/classes/org/apportion/cli"))) {
            for (Path file : files.filter(file -> file.toString().endsWith("Command.class"))
                    .toList()) {
                Class<?> type = Class.forName(
                        "org.apportion.cli." + file.getFileName().toString().replace(".class", ""));
                if (type.isAnnotationPresent(Command.class)) {
                    written.add(type);
                }
            }
        }
        assertThat(written).isNotEmpty().isSubsetOf(called);
    }

    @Test
    void theHelpIsThatOfTheWholeTree() {
        assertThat(CommandTree.of(terminal, "--help").getUsageMessage())
                .isEqualTo(CommandTree.whole(terminal).getUsageMessage());
    }

    @Test
    void onlyTheCommandThatIsMeantIsMade() {
        CommandLine line = CommandTree.of(terminal, "-v", "runs", "demo");
        assertThat(line.getSubcommands())
                .hasSameSizeAs(CommandTree.whole(terminal).getSubcommands());
        assertThat(line.getSubcommands())
                .allSatisfy(
                        (name, command) -> assertThat(command.getCommandSpec().userObject() != null)
                                .isEqualTo(name.equals("runs")));
    }

    @Test
    void aCompletionAndAFileOfArgumentsKnowAllCommands() {
        assertThat(List.of("generate-completion", "@arguments"))
                .allSatisfy(argument -> assertThat(
                                CommandTree.of(terminal, argument).getSubcommands())
                        .allSatisfy((name, command) -> assertThat(
                                        command.getCommandSpec().userObject())
                                .isNotNull()));
    }

    private static String summary(CommandLine command) {
        return command.getCommandSpec().usageMessage().description()[0];
    }

    private static void collect(CommandLine command, Set<Class<?>> called) {
        called.add(command.getCommandSpec().userObject().getClass());
        command.getSubcommands().values().forEach(child -> collect(child, called));
    }
}
