package org.apportion.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.config.ServeSettings;
import org.apportion.report.MetricsFeed;
import org.apportion.report.MetricsSettings;
import org.apportion.server.ApportionServer;
import org.apportion.server.ListenAddress;
import org.apportion.server.ServeOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion serve}: the server, until it is stopped. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Tell costs and health to Prometheus: /metrics, /health and /ready.",
            "It tells what runs have stored and notices each new run. SIGTERM ends it after the answers under way.",
            "The section serve of the configuration says who may read, and turns on the pages of ccloud-chargeback-helper."
        },
        footer = {
            "",
            "Examples:",
            "  apportion serve",
            "  apportion serve --listen 0.0.0.0:9465",
            "  curl http://127.0.0.1:9465/metrics"
        })
final class ServeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ConfigurationOption option = new ConfigurationOption();

    @Option(
            names = {"-l", "--listen"},
            paramLabel = "<host:port>",
            description = "Where to listen, instead of serve.listen. Default: 127.0.0.1:9465")
    private @Nullable String listen;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        LoadedConfiguration loaded = Settings.load(option, terminal);
        ServeOptions options = options(loaded.serve());
        try (MetricsFeed feed =
                        MetricsFeed.open(loaded.configuration(), loaded.ledger().address(), settings(loaded));
                ApportionServer server = ApportionServer.start(options, feed, this::tell)) {
            Thread stop = new Thread(server::close, "serve-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            terminal.out()
                    .println("Listening at http://"
                            + new ListenAddress(options.listen().host(), server.port()));
            options.helper()
                    .ifPresent(helper -> terminal.out()
                            .println("Pages of ccloud-chargeback-helper at "
                                    + address(helper.metrics(), server.helperMetricsPort()) + ", their status at "
                                    + address(helper.status(), server.helperStatusPort())));
            terminal.out().flush();
            server.await();
        }
        return ExitCode.OK.number();
    }

    private static ListenAddress address(ListenAddress asked, Optional<Integer> port) {
        return new ListenAddress(asked.host(), port.orElse(asked.port()));
    }

    /** From several threads. */
    private synchronized void tell(String line) {
        terminal.err().println(line);
        terminal.err().flush();
    }

    private ServeOptions options(ServeSettings serve) {
        return new ServeOptions(
                ListenAddress.parse(listen == null ? serve.listen() : listen),
                new ServeOptions.Access(
                        serve.token(),
                        serve.user(),
                        serve.password(),
                        serve.helper().map(ServeSettings.HourlyPages::readers).orElse(Map.of())),
                serve.helper()
                        .map(helper -> new ServeOptions.HourlyPages(
                                new ListenAddress(helper.host(), helper.metricsPort()),
                                new ListenAddress(helper.host(), helper.statusPort()),
                                helper.isNamelessMoving())));
    }

    private static MetricsSettings settings(LoadedConfiguration loaded) {
        return new MetricsSettings(
                loaded.serve().series(), hourly(loaded), InstantSource.system(), Version.text(), coverage(loaded));
    }

    /** Where fetches tell how well usage was measured. */
    static List<Path> coverage(LoadedConfiguration loaded) {
        return loaded.fetches().stream()
                .map(fetch -> fetch.folder().resolve("coverage"))
                .toList();
    }

    /** What the hourly pages tell; of all sources if they are not configured. */
    static MetricsSettings.Hourly hourly(LoadedConfiguration loaded) {
        List<Path> names = loaded.fetches().stream()
                .map(fetch -> fetch.folder().resolve("names.csv"))
                .toList();
        return loaded.serve()
                .helper()
                .map(helper -> new MetricsSettings.Hourly(
                        helper.from(),
                        helper.holdBack(),
                        helper.sources(),
                        helper.currency(),
                        helper.sharesAtMonthEnd(),
                        names))
                .orElse(new MetricsSettings.Hourly(
                        Optional.empty(),
                        MetricsSettings.Hourly.ALL.holdBack(),
                        List.of(),
                        Optional.empty(),
                        false,
                        names));
    }
}
