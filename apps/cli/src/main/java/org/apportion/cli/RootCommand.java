package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code apportion}: what all {@linkplain CommandTree commands} hang from. */
@Command(
        name = "apportion",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Splits cloud and SaaS bills among those who caused them, prices and proves the result,",
            "and explains each amount down to the source row."
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Begin with:  apportion demo          runs a bundled month of three clouds",
            "             apportion init          writes your own apportion.yaml",
            "             apportion run --month 2026-10",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong call, 3 configuration, 4 input, 5 a check found a difference,",
            "            6 a published file did not arrive elsewhere, 130 interrupted."
        })
final class RootCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        line.usage(line.getErr());
        return ExitCode.USAGE.number();
    }
}
