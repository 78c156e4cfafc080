package org.apportion.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long to wait for another process that writes the same data. */
final class WaitOption {
    @Option(
            names = "--wait",
            paramLabel = "<seconds>",
            defaultValue = "600",
            converter = WholeNumber.FromZero.class,
            description = "Seconds to wait for another process that writes the same data. Default: 600")
    private int seconds;

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }
}
