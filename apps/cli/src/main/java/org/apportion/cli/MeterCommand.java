package org.apportion.cli;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apportion.config.LoadedMetering;
import org.apportion.metering.service.MeterService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion meter}: the daemon. */
@Command(
        name = "meter",
        mixinStandardHelpOptions = true,
        description = {
            "Meter a product's usage to a cloud marketplace, until it is stopped.",
            "Reads files of csp-billing-adapter as they are. SIGTERM ends it after the tick under way.",
            "Exit codes as the adapter's: 0 stopped, 2 a known error, 1 anything else."
        },
        commandListHeading = "%nCommands:%n",
        subcommands = {
            MeterOnceCommand.class,
            MeterCheckCommand.class,
            MeterSimulateCommand.class,
            MeterChargesCommand.class,
            MeterExplainCommand.class,
            MeterReconcileCommand.class,
            MeterWaiveCommand.class,
            MeterResendCommand.class,
            MeterConfirmCommand.class,
            MeterRemapCommand.class,
            MeterSettleCommand.class,
        },
        footer = {
            "",
            "Examples:",
            "  apportion meter --config /etc/csp_billing_adapter/config.yaml --marketplace amazon",
            "  apportion meter --config apportion.yaml --listen 0.0.0.0:9464"
        })
final class MeterCommand implements Callable<Integer> {
    private static final long LONGEST_DRAIN_SECONDS = 60;

    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private MeterOptions options;

    @Option(
            names = "--listen",
            paramLabel = "<host:port>",
            description = "Where /health, /ready and /metrics are told. Default: nowhere")
    private @Nullable String listen;

    MeterCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return AdapterExit.of(lines("INFO"), options.verbose, this::run);
    }

    private MeterLines lines(String level) {
        return new MeterLines(terminal.err(), terminal.environment().getOrDefault("LOG_LEVEL", level), options.verbose);
    }

    private int run() {
        LoadedMetering loaded = options.load(terminal);
        MeterService service = new MeterService(
                MeterOptions.setup(loaded), lines(loaded.configuration().logLevel()));
        CountDownLatch ended = new CountDownLatch(1);
        Thread drain = new Thread(() -> drain(service, ended), "meter-drain");
        Runtime.getRuntime().addShutdownHook(drain);
        try {
            service.run(Optional.ofNullable(listen).map(MeterCommand::address));
        } finally {
            ended.countDown();
        }
        return ExitCode.OK.number();
    }

    /** A signal ends the process with 0 once the tick under way has ended. */
    private static void drain(MeterService service, CountDownLatch ended) {
        if (ended.getCount() == 0) {
            return;
        }
        service.stop();
        try {
            boolean drained = ended.await(LONGEST_DRAIN_SECONDS, TimeUnit.SECONDS);
            Runtime.getRuntime().halt(drained ? 0 : 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new org.apportion.model.ApportionException(
                    CliError.LISTEN_UNREADABLE,
                    text,
                    "This is no host and port.",
                    "Write it like 0.0.0.0:9464 or 9464.");
        }
        return new InetSocketAddress(host, Integer.parseInt(port));
    }
}
