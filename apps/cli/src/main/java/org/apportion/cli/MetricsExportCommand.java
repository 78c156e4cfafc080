package org.apportion.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.BillingMonth;
import org.apportion.model.Counted;
import org.apportion.report.Filter;
import org.apportion.report.MetricsExport;
import org.apportion.report.Reports;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code apportion metrics export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Charges of a month or of some days as OpenMetrics text, each sample at the time at which the cost arose.",
            "promtool tsdb create-blocks-from openmetrics loads it into Prometheus. Words of --by are those of report."
        },
        footer = {
            "",
            "Examples:",
            "  apportion metrics export --month 2026-10 > october.om",
            "  apportion metrics export --from 2026-10-01 --to 2026-10-08 --by unit,consumer --step day > week.om",
            "  apportion metrics export --as chargeback-helper --month 2026-10 > october.om"
        })
final class MetricsExportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final MonthQuestion chosen = new MonthQuestion();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "<day>",
            converter = DayOption.class,
            description = "First day, in UTC, of all bills together, in place of --month.")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "<day>", converter = DayOption.class, description = "Day after the last one.")
    private @Nullable LocalDate to;

    @Option(
            names = {"-b", "--by"},
            split = ",",
            paramLabel = "<word>",
            description =
                    "Words that become labels. Default: unit,service. billing_month and currency are always there")
    private List<String> by = new ArrayList<>(List.of("unit", "service"));

    @Option(
            names = {"-w", "--where"},
            paramLabel = "<word=value>",
            description = "Only charges with this value, such as service=AmazonEC2; may be repeated.")
    private List<String> where = new ArrayList<>();

    @Option(
            names = "--step",
            paramLabel = "<step>",
            defaultValue = "hour",
            description = "hour or day: what time a sample stands for. Default: hour")
    @SuppressWarnings("NullAway.Init")
    private Step step;

    @Option(
            names = "--as",
            paramLabel = "<names>",
            description = "chargeback-helper: the hours of the month's days in the metrics of ccloud-chargeback-helper,"
                    + " as serve.chargeback-helper tells them, instead of --by.")
    private @Nullable Names as;

    /** As it is written on the command line. */
    enum Names {
        CHARGEBACK_HELPER;

        @Override
        public String toString() {
            return "chargeback-helper";
        }
    }

    /** As it is written on the command line. */
    enum Step {
        hour,
        day
    }

    MetricsExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if ((from == null) != (to == null)) {
            throw new ParameterException(spec.commandLine(), "--from and --to belong together");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw new ParameterException(spec.commandLine(), "--from must be a day before " + to);
        }
        if (from != null && chosen.isNamed()) {
            throw new ParameterException(spec.commandLine(), "--month and --from exclude each other");
        }
        LoadedConfiguration loaded = Settings.load(chosen.option, terminal);
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            MetricsExport.Written written =
                    as == null ? reports.exportMetrics(query(reports), terminal.out()) : helper(reports, loaded);
            terminal.out().flush();
            List<String> sums = new ArrayList<>();
            new TreeMap<>(written.sums())
                    .forEach(
                            (currency, sum) -> sums.add(sum.stripTrailingZeros().toPlainString() + " " + currency));
            terminal.err()
                    .println(Counted.of(written.samples(), "sample") + " of " + written.series() + " series, "
                            + (sums.isEmpty() ? "no charges" : "together " + String.join(", ", sums)) + ".");
        }
        return ExitCode.OK.number();
    }

    private MetricsExport.Written helper(Reports reports, LoadedConfiguration loaded) {
        if (from != null && to != null) {
            return reports.exportHelperMetrics(from, to, ServeCommand.hourly(loaded), terminal.out());
        }
        BillingMonth month = chosen.month(reports);
        return reports.exportHelperMetrics(
                month.firstDay(), month.endDay(), ServeCommand.hourly(loaded), terminal.out());
    }

    private MetricsExport.Query query(Reports reports) {
        Optional<BillingMonth> month = from == null ? Optional.of(chosen.month(reports)) : Optional.empty();
        return new MetricsExport.Query(
                month,
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                by,
                where.stream().map(Filter::parse).toList(),
                step == Step.day ? MetricsExport.Step.DAY : MetricsExport.Step.HOUR);
    }
}
