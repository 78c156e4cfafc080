package org.apportion.cli;

import java.util.ArrayList;
import java.util.List;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.BillingMonth;
import org.apportion.report.Filter;
import org.apportion.report.Months;
import org.apportion.report.ReportTable;
import org.apportion.report.Reports;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the asking commands share: month, filters, format, and opening of the reports. */
final class Question {
    private final Terminal terminal;

    @Mixin
    private final MonthQuestion chosen = new MonthQuestion();

    @Option(
            names = "--to",
            paramLabel = "<month>",
            converter = MonthOption.class,
            description = "Last month of a range that begins with --month.")
    private @Nullable BillingMonth to;

    @Option(
            names = {"-w", "--where"},
            paramLabel = "<word=value>",
            description = "Only rows with this value, such as service=AmazonEC2; may be repeated.")
    private List<String> where = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    OutputFormat output;

    Question(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Opens the reports, asks and prints. */
    int print(Ask ask) {
        LoadedConfiguration loaded = Settings.load(chosen.option, terminal);
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            terminal.out().print(TablePrinter.print(ask.of(reports), output));
        }
        return ExitCode.OK.number();
    }

    List<Filter> filters() {
        return where.stream().map(Filter::parse).toList();
    }

    Months months(Reports reports) {
        BillingMonth first = month(reports);
        return new Months(first, to == null ? first : to);
    }

    BillingMonth month(Reports reports) {
        return chosen.month(reports);
    }

    /** A question to the reports. */
    @FunctionalInterface
    interface Ask {
        ReportTable of(Reports reports);
    }
}
