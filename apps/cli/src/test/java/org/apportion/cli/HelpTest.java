package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Help is short, has examples, goes to stdout, and costs next to nothing. */
class HelpTest {
    static Stream<List<String>> commands() {
        Terminal terminal = new Terminal(
                new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), Map.of(), false, false);
        List<List<String>> paths = new ArrayList<>();
        collect(CommandTree.whole(terminal), List.of(), paths);
        return paths.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithExamples(List<String> path) {
        List<String> arguments = new ArrayList<>(path);
        arguments.add("--help");

        Cli.Answer answer = Cli.run(arguments.toArray(String[]::new));

        assertThat(answer.code()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out()).startsWith("Usage: apportion " + String.join(" ", path));
        String calls = "  apportion " + String.join(" ", path);
        assertThat(answer.out().lines().filter(line -> line.startsWith(calls)).toList())
                .as("examples")
                .isNotEmpty();
        assertThat(answer.out().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void theFirstPageNamesTheExitCodesAndWhatToBeginWith() {
        assertThat(Cli.run("--help").out())
                .contains("apportion demo", "apportion init", "Exit codes: 0 done, 1 failed, 2 wrong call");
    }

    @Test
    void helpLoadsNeitherTheEngineNorTheLake() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:class+load:stdout",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        "--help")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output).contains("Usage: apportion run", " org.apportion.cli.RunCommand ");
        assertThat(output.lines()
                        .filter(line -> line.matches(".* (org\\.duckdb|org\\.apache|org\\.sqlite|org\\.apportion\\.lake"
                                + "|org\\.apportion\\.engine|tools\\.jackson|dev\\.cel)\\..*"))
                        .toList())
                .isEmpty();
    }

    /** The launcher starts this page so: with these two jars, of which one is this module. */
    @Test
    void theFirstPageNeedsThisModuleAndPicocliAlone() throws IOException, InterruptedException {
        String jars = Stream.of(Main.class, CommandLine.class)
                .map(type -> Path.of(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));

        for (String option : List.of("--help", "--version")) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            jars,
                            Main.class.getName(),
                            option)
                    .redirectErrorStream(true)
                    .start();

            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(Cli.run(option).out());
            assertThat(process.waitFor()).isZero();
        }
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> paths) {
        command.getSubcommands().forEach((name, child) -> {
            if (child.getCommandSpec().userObject().getClass().getPackageName().startsWith("org.apportion")) {
                List<String> below = new ArrayList<>(path);
                below.add(name);
                paths.add(below);
                collect(child, below, paths);
            }
        });
    }
}
