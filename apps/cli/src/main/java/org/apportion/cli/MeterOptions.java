package org.apportion.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.apportion.config.LoadedMetering;
import org.apportion.config.MeteringLoader;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.config.secret.SecretReferences;
import org.apportion.config.section.MeteringSection;
import org.apportion.metering.service.MeterSetup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all {@code apportion meter} commands share: the file, and who is told where the file does not say. */
final class MeterOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "<file>",
            defaultValue = "${env:CSP_ADAPTER_CONFIG_FILE:-/etc/csp_billing_adapter/config.yaml}",
            description =
                    "A file of csp-billing-adapter, or apportion.yaml with a section metering; also by the variable"
                            + " CSP_ADAPTER_CONFIG_FILE. Default: /etc/csp_billing_adapter/config.yaml")
    @SuppressWarnings("NullAway.Init")
    Path file;

    @Option(
            names = "--marketplace",
            paramLabel = "<name>",
            description = "amazon, microsoft, google, local or a plugin's name, where the file names none; also by the"
                    + " variable APPORTION_MARKETPLACE.")
    @Nullable
    String marketplace;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print causes of errors.")
    boolean verbose;

    LoadedMetering load(Terminal terminal) {
        LoadedMetering loaded = loadQuietly(terminal);
        for (ConfigProblem warning : loaded.warnings()) {
            terminal.err().println("warning: " + warning);
        }
        return loaded;
    }

    LoadedMetering loadQuietly(Terminal terminal) {
        Optional<String> named = Optional.ofNullable(marketplace).or(() -> variable(terminal, "APPORTION_MARKETPLACE"));
        return new MeteringLoader(
                        SecretReferences.installed(),
                        new MeteringSection.Surroundings(named, variable(terminal, "CUSTOMER_BILLING_ID")))
                .load(file);
    }

    private static Optional<String> variable(Terminal terminal, String name) {
        return Optional.ofNullable(terminal.environment().get(name)).filter(value -> !value.isEmpty());
    }

    static MeterSetup setup(LoadedMetering loaded) {
        return new MeterSetup(
                loaded.configuration(),
                loaded.ledger().address(),
                loaded.references()::secret,
                InstantSource.system(),
                Version.text());
    }
}
