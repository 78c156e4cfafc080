package org.apportion.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedMetering;
import org.apportion.metering.service.MeterLog;
import org.apportion.metering.service.MeterService;
import org.apportion.metering.tick.TickReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion meter once}. */
@Command(
        name = "once",
        mixinStandardHelpOptions = true,
        description = {
            "Do one tick for each product and customer, then end: for cron and CronJobs.",
            "Exit codes as the adapter's: 0 done, 1 anything else, 2 a known error, also if only some of",
            "several products and customers could not be started or ticked."
        },
        footer = {"", "Examples:", "  apportion meter once --config /etc/csp_billing_adapter/config.yaml"})
final class MeterOnceCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private MeterOptions options;

    @Option(
            names = "--wait",
            paramLabel = "<seconds>",
            defaultValue = "10",
            description = "How long to wait for another process on the same ledger. Default: 10")
    private int wait;

    MeterOnceCommand(Terminal terminal) {
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
        MeterLines lines = lines(loaded.configuration().logLevel());
        List<TickReport> reports = new MeterService(MeterOptions.setup(loaded), lines).once(Duration.ofSeconds(wait));
        for (TickReport report : reports) {
            terminal.out()
                    .println(report.account() + ": " + (report.sampled() ? "usage kept" : "no usage") + ", "
                            + report.closed() + " periods closed, " + report.billed() + " charges billed, "
                            + report.open() + " open, " + report.errors().size() + " errors");
        }
        long failed = reports.stream().filter(report -> !report.done()).count();
        if (failed > 0) {
            lines.write(
                    MeterLog.Level.ERROR,
                    failed + " of " + reports.size() + " products and customers were not metered.");
        }
        return failed == 0 ? ExitCode.OK.number() : AdapterExit.KNOWN;
    }
}
