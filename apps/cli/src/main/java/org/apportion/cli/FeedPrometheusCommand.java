package org.apportion.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.report.MetricsExport;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.report.Reports;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code apportion feed prometheus}. */
@Command(
        name = "prometheus",
        mixinStandardHelpOptions = true,
        description = {
            "Load months of charges into the database of a Prometheus, each sample at the time at which the cost arose.",
            "A month that is there already and is the same is not loaded again. Needs promtool.",
            "With --as chargeback-helper they have the names of ccloud-chargeback-helper: this replaces its feeder script."
        },
        footer = {
            "",
            "Examples:",
            "  apportion feed prometheus --into /var/lib/prometheus/data",
            "  apportion feed prometheus --into data --month 2026-10 --url http://localhost:9090",
            "  apportion feed prometheus --into data --as chargeback-helper"
        })
final class FeedPrometheusCommand implements Callable<Integer> {
    private static final List<ReportColumn> COLUMNS = List.of(
            ReportColumn.text("month"),
            ReportColumn.text("outcome"),
            ReportColumn.number("series"),
            ReportColumn.number("samples"));

    /** Prometheus looks for new blocks each minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private static final Set<String> OF_A_DATABASE = Set.of("wal", "chunks_head", "lock", "apportion-fed");

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Option(
            names = "--into",
            required = true,
            paramLabel = "<folder>",
            description = "Folder of Prometheus' database, its --storage.tsdb.path; or an empty one.")
    @SuppressWarnings("NullAway.Init")
    private Path into;

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<month>",
            converter = MonthOption.class,
            description = "Month, such as 2026-10; may be repeated. Default: all that were run")
    private List<BillingMonth> months = new ArrayList<>();

    @Option(
            names = {"-b", "--by"},
            split = ",",
            paramLabel = "<word>",
            description = "Words that become labels. Default: unit,service")
    private List<String> by = new ArrayList<>(List.of("unit", "service"));

    @Option(
            names = "--step",
            paramLabel = "<step>",
            defaultValue = "hour",
            description = "hour or day: what time a sample stands for. Default: hour")
    @SuppressWarnings("NullAway.Init")
    private MetricsExportCommand.Step step;

    @Option(
            names = "--as",
            paramLabel = "<names>",
            description =
                    "chargeback-helper: the hours of the month's days in the metrics of ccloud-chargeback-helper, as"
                            + " serve.chargeback-helper tells them, instead of --by and --step.")
    private MetricsExportCommand.@Nullable Names as;

    @Option(
            names = "--url",
            paramLabel = "<address>",
            description =
                    "The Prometheus of that folder, with --web.enable-admin-api, to delete what was loaded of a month that has"
                            + " changed.")
    private @Nullable URI url;

    @Option(
            names = "--promtool",
            paramLabel = "<program>",
            defaultValue = "promtool",
            description = "The program. Default: promtool")
    @SuppressWarnings("NullAway.Init")
    private String promtool;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    FeedPrometheusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        refuseWrongCalls();
        LoadedConfiguration loaded = Settings.load(option, terminal);
        MetricsExport.Step grain =
                step == MetricsExportCommand.Step.day ? MetricsExport.Step.DAY : MetricsExport.Step.HOUR;
        PrometheusFeed feed = new PrometheusFeed(
                into,
                promtool,
                Optional.ofNullable(url).map(address -> new PrometheusOnFolder(address, into, PATIENCE)),
                as == null ? FedSamples.ofBills(grain) : FedSamples.ofHelper());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            for (BillingMonth month : months.isEmpty() ? reports.months() : months) {
                PrometheusFeed.Fed fed = feed.feed(month, out -> write(month, grain, reports, loaded, out));
                rows.add(List.of(
                        month.toString(),
                        fed.outcome(),
                        fed.written().series(),
                        fed.written().samples()));
            }
        }
        terminal.out()
                .print(TablePrinter.print(
                        new ReportTable("Fed to Prometheus", COLUMNS, rows, List.of(), List.of()), output));
        return ExitCode.OK.number();
    }

    private MetricsExport.Written write(
            BillingMonth month, MetricsExport.Step grain, Reports reports, LoadedConfiguration loaded, Appendable out) {
        if (as != null) {
            return reports.exportHelperMetrics(month.firstDay(), month.endDay(), ServeCommand.hourly(loaded), out);
        }
        return reports.exportMetrics(
                new MetricsExport.Query(Optional.of(month), Optional.empty(), Optional.empty(), by, List.of(), grain),
                out);
    }

    private void refuseWrongCalls() {
        if (as != null) {
            for (String other : List.of("--by", "--step")) {
                if (spec.commandLine().getParseResult().hasMatchedOption(other)) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "--as " + as + " and " + other + " exclude each other: its names are given");
                }
            }
        }
        if (url != null) {
            String scheme = String.valueOf(url.getScheme());
            if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
                throw new ParameterException(
                        spec.commandLine(), "--url must be an address such as http://localhost:9090, not " + url);
            }
            if (url.getRawUserInfo() != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--url must hold no user and no password: a Prometheus behind a login cannot be named here, only one"
                                + " that this host reaches without");
            }
        }
        if (!Files.isDirectory(into)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--into must be a folder that is there: " + into + " is not. For a new database make it first");
        }
        if (!isDatabase()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--into must be the folder of a Prometheus (its --storage.tsdb.path) or empty: " + into
                            + " has files, but neither blocks nor a wal");
        }
    }

    private boolean isDatabase() {
        try (Stream<Path> all = Files.list(into)) {
            List<Path> entries = all.toList();
            return entries.isEmpty()
                    || entries.stream()
                            .anyMatch(each -> OF_A_DATABASE.contains(String.valueOf(each.getFileName()))
                                    || Files.exists(each.resolve("meta.json")));
        } catch (IOException e) {
            throw new ApportionException(
                    CliError.FEED_FAILED,
                    into.toString(),
                    "the folder cannot be read (" + e.getClass().getSimpleName() + ").",
                    "Fix its permissions, then feed again.",
                    e);
        }
    }
}
