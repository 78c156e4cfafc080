package org.apportion.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedMetering;
import org.apportion.metering.dimension.DimensionUsage;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.local.SampleFile;
import org.apportion.metering.service.MeterQuestions;
import org.apportion.metering.service.MeterSetup;
import org.apportion.metering.service.Simulation;
import org.apportion.metering.tick.PeriodPlan;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.ProductListing;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.spi.metering.UsageReading;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion meter simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Show what would be billed, from the journal's samples or from a file. Writes nothing, calls nobody.",
            "--period is taken as one period, also where the installation's own begin on another day.",
            "Without --period, a file is billed from its first sample on, as a new installation would."
        },
        footer = {
            "",
            "Examples:",
            "  apportion meter simulate --config examples/metering/config.yaml --samples examples/metering/usage.csv",
            "  apportion meter simulate --period 2027-01"
        })
final class MeterSimulateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private MeterOptions options;

    @Option(
            names = "--period",
            paramLabel = "<period>",
            converter = PeriodOption.class,
            description = "A month such as 2027-01, or two instants: 2027-01-31T10:00:00Z/2027-02-28T10:00:00Z")
    private @Nullable MeteringPeriod period;

    @Option(
            names = "--samples",
            paramLabel = "<file>",
            description = "CSV with a heading like reporting_time,users. Default: the journal's samples")
    private @Nullable Path samples;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    MeterSimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedMetering loaded = options.load(terminal);
        MeterSetup setup = MeterOptions.setup(loaded);
        List<PeriodPlan> plans = samples == null ? fromJournal(setup) : fromFile(setup, samples);
        terminal.out().print(TablePrinter.print(table(plans), output));
        return ExitCode.OK.number();
    }

    private List<PeriodPlan> fromJournal(MeterSetup setup) {
        if (period == null) {
            throw new ApportionException(
                    CliError.PERIOD_UNREADABLE,
                    "",
                    "No period is named.",
                    "Give --period 2027-01, or a file with --samples.");
        }
        List<PeriodPlan> plans = new ArrayList<>();
        try (MeterQuestions questions = MeterQuestions.open(setup)) {
            for (ProductListing listing : setup.configuration().products()) {
                for (String customer : listing.customers()) {
                    plans.add(questions.simulate(listing, customer, period));
                }
            }
        }
        return plans;
    }

    private List<PeriodPlan> fromFile(MeterSetup setup, Path file) {
        List<UsageReading> readings = new SampleFile(file).read();
        Instant first = readings.stream()
                .map(UsageReading::reportedAt)
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
        List<PeriodPlan> plans = new ArrayList<>();
        for (ProductListing listing : setup.configuration().products()) {
            for (String customer : listing.customers()) {
                Simulation simulation = new Simulation(
                        listing,
                        new MeteredProduct(listing.name(), customer),
                        MeterQuestions.quantityScale(setup.plugins(), listing, customer));
                simulation.problems(readings).forEach(problem -> terminal.err().println(problem));
                plans.addAll(
                        period == null
                                ? simulation.from(first, readings)
                                : List.of(simulation.period(period, readings, false)));
            }
        }
        return plans;
    }

    private static ReportTable table(List<PeriodPlan> plans) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (PeriodPlan plan : plans) {
            for (Map.Entry<String, BigDecimal> each :
                    plan.dimensions().quantities().entrySet()) {
                List<String> metrics = plan.dimensions().metrics().getOrDefault(each.getKey(), List.of());
                rows.add(row(plan, each.getKey(), each.getValue(), rules(plan, metrics)));
            }
            if (plan.dimensions().quantities().isEmpty()
                    && plan.dimensions().unmapped().isEmpty()) {
                rows.add(row(plan, "(none)", BigDecimal.ZERO, plan.free() ? "free trial" : "no usage"));
            }
            for (DimensionUsage.Unmapped unmapped : plan.dimensions().unmapped()) {
                rows.add(row(plan, "(parked)", unmapped.usage(), unmapped.error()));
            }
        }
        return new ReportTable(
                "What would be billed",
                List.of(
                        ReportColumn.text("product"),
                        ReportColumn.text("customer"),
                        new ReportColumn("from", ReportColumn.Kind.TIME),
                        new ReportColumn("to", ReportColumn.Kind.TIME),
                        ReportColumn.text("dimension"),
                        ReportColumn.number("quantity"),
                        new ReportColumn("coverage", ReportColumn.Kind.RATIO),
                        new ReportColumn("rule", ReportColumn.Kind.REMARK)),
                rows,
                List.of(),
                List.of());
    }

    private static String rules(PeriodPlan plan, List<String> metrics) {
        return plan.usages().stream()
                .filter(usage -> metrics.contains(usage.metric()))
                .map(usage -> usage.metric() + ": " + usage.rule())
                .reduce((one, other) -> one + "; " + other)
                .orElse("");
    }

    private static List<@Nullable Object> row(PeriodPlan plan, String dimension, BigDecimal quantity, String rule) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(plan.account().product());
        row.add(plan.account().customer());
        row.add(plan.period().start());
        row.add(plan.period().end());
        row.add(dimension);
        row.add(quantity);
        row.add(plan.coverage().share());
        row.add(rule);
        return row;
    }
}
