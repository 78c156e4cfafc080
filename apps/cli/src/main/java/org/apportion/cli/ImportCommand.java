package org.apportion.cli;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.BillingMonth;
import org.apportion.run.Imports;
import org.apportion.run.Workspace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Import bills and usage, after fetching them if fetches are configured.",
            "Importing the same again changes nothing; a newer delivery replaces its slice and prints what changed; an older",
            "one is left out."
        },
        footer = {
            "",
            "Examples:",
            "  apportion import",
            "  apportion import --month 2026-10 --source aws",
            "  apportion import --source aws --as-newer     the files replace what no version says is newer"
        })
final class ImportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WaitOption wait;

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<month>",
            converter = MonthOption.class,
            description = "Only bills of this month, such as 2026-10. Default: all months in the files")
    private @Nullable BillingMonth month;

    @Option(
            names = {"-s", "--source"},
            paramLabel = "<id>",
            description = "Only this source; may be repeated. Default: all")
    private Set<String> sources = new LinkedHashSet<>();

    @Option(names = "--as-newer", description = "Let a delivery that nothing orders replace the present one.")
    private boolean asNewer;

    @Option(names = "--no-fetch", description = "Import the files that are there.")
    private boolean noFetch;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedConfiguration loaded = Settings.load(option, terminal);
        try (Workspace workspace =
                        Workspace.open(loaded.configuration(), loaded.ledger().address(), InstantSource.system());
                TerminalProgress progress = new TerminalProgress(terminal, System::nanoTime, option.quiet)) {
            Set<String> unfetched = Set.of();
            if (!noFetch) {
                FetchJob.Missing missing = new FetchJob(loaded, wait.duration(), progress)
                        .beforeImport(sources, Optional.ofNullable(month));
                missing.warnings().forEach(terminal.err()::println);
                missing.notes(option.quiet).forEach(terminal.err()::println);
                unfetched = missing.sources();
            }
            Imports imports = new Imports(workspace, wait.duration(), progress);
            return ImportPrinter.print(
                            imports.run(sources, Optional.ofNullable(month), asNewer, unfetched), terminal.out())
                    .number();
        }
    }
}
