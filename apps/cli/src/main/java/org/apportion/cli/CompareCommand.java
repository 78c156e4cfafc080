package org.apportion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.report.CompareQuery;
import org.apportion.report.Filter;
import org.apportion.report.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apportion compare}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Why costs changed between two months or two runs: by usage, mix, price, corrections, and what has no quantity.",
            "A month means its newest committed run; words to group by are those of 'apportion report'."
        },
        footer = {
            "",
            "Examples:",
            "  apportion compare 2026-09 2026-10 --by department",
            "  apportion compare 2026-09 2026-10 --by service --where team=Checkout --top 10",
            "  apportion compare 2026-10-1 2026-10-2 --by team --output csv      two runs of one month"
        })
final class CompareCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Parameters(index = "0", paramLabel = "<before>", description = "Month or run.")
    @SuppressWarnings("NullAway.Init")
    private String before;

    @Parameters(index = "1", paramLabel = "<after>", description = "Month or run; may be of the same month.")
    @SuppressWarnings("NullAway.Init")
    private String after;

    @Option(
            names = {"-b", "--by"},
            split = ",",
            paramLabel = "<word>",
            defaultValue = "unit",
            description = "Words to group by, outermost first. Default: unit")
    private List<String> by = new ArrayList<>();

    @Option(
            names = {"-w", "--where"},
            paramLabel = "<word=value>",
            description = "Only rows with this value, such as service=AmazonEC2; may be repeated.")
    private List<String> where = new ArrayList<>();

    @Option(
            names = {"-t", "--top"},
            paramLabel = "<n>",
            defaultValue = "0",
            converter = WholeNumber.FromZero.class,
            description = "Show the n largest changes per currency and the rest as one row. Default: all")
    private int top;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Filter> filters = where.stream().map(Filter::parse).toList();
        LoadedConfiguration loaded = Settings.load(option, terminal);
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            CompareQuery query = new CompareQuery(before, after, by, filters, top);
            terminal.out().print(TablePrinter.print(reports.compare(query), output));
        }
        return ExitCode.OK.number();
    }
}
