package org.apportion.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.apportion.config.ConfigTemplate;
import org.apportion.config.movein.MoveIn;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apportion init}. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Write a commented apportion.yaml to begin with, and its schema.",
        footer = {
            "",
            "Examples:",
            "  apportion init",
            "  apportion init finance",
            "  apportion init --from-chargeback-helper config.yaml .env"
        })
final class InitCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final InstantSource clock = InstantSource.system();

    @Parameters(arity = "0..1", paramLabel = "<folder>", defaultValue = ".", description = "Default: this folder")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(
            names = "--from-chargeback-helper",
            arity = "1..2",
            paramLabel = "<file>",
            description = "Take over the settings of ccloud-chargeback-helper: its config.yaml and, if it has one, its"
                    + " .env. Secrets become references. A folder stands before this option.")
    private List<Path> old = List.of();

    InitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!old.isEmpty()) {
            return moveIn();
        }
        List<Path> files = written(ConfigTemplate.text());
        terminal.out().println("Next: say where your bills are in " + files.get(0) + ", then run: apportion check");
        return ExitCode.OK.number();
    }

    private int moveIn() {
        MoveIn found = MoveIn.from(
                old.get(0),
                old.stream().skip(1).findFirst(),
                terminal.environment(),
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        List<Path> files = written(found.text());
        found.warnings().forEach(warning -> terminal.err().println("warning: " + warning));
        found.notes().forEach(note -> terminal.out().println("note: " + note));
        terminal.out().println("Next: read " + files.get(0) + ", then run: apportion check");
        return ExitCode.OK.number();
    }

    private List<Path> written(String text) {
        List<Path> files = ConfigTemplate.write(folder, text);
        files.forEach(file -> terminal.out().println("wrote " + file));
        return files;
    }
}
