package org.apportion.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apportion demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Run the bundled example month.",
            "The October 2026 bills of an invented company on three clouds, split over its teams. Copies the",
            "example into a folder that you can change and run again."
        },
        footer = {"", "Examples:", "  apportion demo", "  apportion demo try-out"})
final class DemoCommand implements Callable<Integer> {
    private static final BillingMonth MONTH = BillingMonth.of(2026, 10);

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "<folder>",
            defaultValue = "demo-output",
            description = "Folder for example and results. Default: demo-output")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print no progress.")
    private boolean quiet;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WaitOption wait;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        copyExample();
        Path file = folder.resolve("apportion.yaml");
        LoadedConfiguration loaded = Settings.load(file, terminal);
        MonthJob job = new MonthJob(terminal, loaded, wait.duration(), quiet);
        ExitCode code = job.run(MONTH, MonthJob.Input.FETCHED, false, false);
        terminal.out().println();
        terminal.out().println("What next:");
        String option = " --config " + file;
        String command = System.getProperty("apportion.command", "apportion");
        for (String line : List.of(
                "report --by department,team" + option,
                "unallocated" + option,
                "charges --where team=Billing" + option + "     then: explain <id>" + option,
                "init                  your own apportion.yaml")) {
            terminal.out().println("  " + command + " " + line);
        }
        return code.number();
    }

    /** Files that are there already stay as they are, so that a changed example keeps its changes. */
    private void copyExample() {
        Path example = Path.of(System.getProperty("apportion.home", "."))
                .resolve("examples")
                .resolve("demo");
        try (Stream<Path> files = Files.walk(example)) {
            for (Path from : files.sorted().toList()) {
                Path to = folder.resolve(example.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else {
                    copy(from, to);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ApportionException(
                    CliError.DEMO_NOT_COPIED,
                    folder.toString(),
                    "The example in " + example + " cannot be copied ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage() + ").",
                    "Name a folder that can be written, such as: apportion demo ~/apportion-demo.",
                    e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(to)) {
                throw e;
            }
        }
    }
}
