package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The page of all commands is their help. */
final class CommandsPageTest {
    private static final Path PAGE = Path.of("../../docs/reference/commands.md");

    @Test
    void thePageIsUpToDate() throws IOException {
        String text = text();
        if (System.getenv("APPORTION_UPDATE_DOCS") != null) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE))
                .as("run with APPORTION_UPDATE_DOCS=1 to write it anew")
                .isEqualTo(text);
    }

    private static String text() {
        Terminal terminal = new Terminal(
                new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), Map.of(), false, false);
        CommandLine root = CommandTree.whole(terminal);
        StringBuilder page = new StringBuilder("""
                # Commands

                Made from the help of the commands by a test; change the commands, not this page.

                Answers go to the standard output, progress and messages to the standard error, so that `--output csv` and
                `--output json` can be piped. What a command returns: [exit codes](exit-codes.md). What a message's code means:
                [errors](errors.md). Amounts in tables are rounded for reading; CSV and JSON hold all digits.
                """);
        add(page, root);
        return page.toString();
    }

    private static void add(StringBuilder page, CommandLine command) {
        command.setUsageHelpWidth(100);
        StringWriter help = new StringWriter();
        command.usage(new PrintWriter(help), CommandLine.Help.Ansi.OFF);
        page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```text\n");
        help.toString()
                .lines()
                .map(String::stripTrailing)
                .forEach(line -> page.append(line).append('\n'));
        page.append("```\n");
        command.getSubcommands().values().stream().distinct().forEach(sub -> add(page, sub));
    }
}
