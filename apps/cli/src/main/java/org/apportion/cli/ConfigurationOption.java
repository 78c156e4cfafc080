package org.apportion.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of every command that reads the configuration. */
final class ConfigurationOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "<file>",
            defaultValue = "${env:APPORTION_CONFIG:-apportion.yaml}",
            description = "Configuration file; also by the variable APPORTION_CONFIG. Default: apportion.yaml")
    @SuppressWarnings("NullAway.Init")
    Path file;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print causes of errors.")
    boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print no progress.")
    boolean quiet;
}
