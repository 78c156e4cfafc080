package org.apportion.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.organization.Organization;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.report.Reports;
import org.apportion.report.statement.Statement;
import org.apportion.report.statement.StatementPage;
import org.apportion.report.statement.Statements;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion statements}. */
@Command(
        name = "statements",
        mixinStandardHelpOptions = true,
        description = {
            "Write a month as web pages, one for the whole organization and one per unit.",
            "Each is a single file that opens offline, in light and dark, and prints."
        },
        footer = {
            "",
            "Examples:",
            "  apportion statements --month 2026-10 --folder out/statements",
            "  apportion statements --unit billing --unit payments --folder out/statements",
            "  apportion statements --trend 24 --folder out/statements --output json"
        })
final class StatementsCommand implements Callable<Integer> {
    private static final int LONGEST_TREND = 60;

    private final Terminal terminal;

    @Mixin
    private final MonthQuestion question = new MonthQuestion();

    @Option(
            names = {"-f", "--folder"},
            paramLabel = "<folder>",
            required = true,
            description =
                    "Where to write; made if it is not there. A page written earlier is replaced, another file never.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(
            names = {"-u", "--unit"},
            paramLabel = "<id>",
            description = "Only the page of this unit; may be repeated. Default: all pages")
    private List<String> units = new ArrayList<>();

    @Option(
            names = "--trend",
            paramLabel = "<months>",
            defaultValue = "12",
            description = "Months of the trend, this one included, 1 to 60. Default: 12")
    private int trend;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "How to print the list of files: table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    StatementsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (trend < 1 || trend > LONGEST_TREND) {
            throw new ApportionException(
                    CliError.OPTION_OUT_OF_RANGE,
                    "--trend",
                    "the trend has 1 to " + LONGEST_TREND + " months, not " + trend + ".",
                    "Leave it out for 12.");
        }
        LoadedConfiguration loaded = Settings.load(question.option, terminal);
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            BillingMonth month = question.month(reports);
            Organization organization = reports.organization(month);
            units.forEach(unit -> UnitNames.require(organization, unit));
            Statements statements = new Statements(reports, month, trend);
            terminal.out().print(TablePrinter.print(write(statements), output));
        }
        return ExitCode.OK.number();
    }

    private ReportTable write(Statements statements) {
        List<Statement> pages = new ArrayList<>();
        if (units.isEmpty()) {
            pages.add(statements.organization());
        }
        (units.isEmpty() ? statements.units() : units).forEach(unit -> pages.add(statements.of(unit)));
        StatementPage page = new StatementPage();
        PageFolder target = new PageFolder(folder);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Statement statement : pages) {
            Optional<String> unit = statement.unit().map(Statement.Link::id);
            Path file = target.write(StatementPage.fileName(statement.month(), unit), page.html(statement));
            rows.add(List.of(statement.heading(), file.toString()));
        }
        return new ReportTable(
                "Statements",
                List.of(ReportColumn.text("unit"), ReportColumn.text("file")),
                rows,
                List.of(),
                List.of("Begin with " + rows.get(0).get(1) + "."));
    }
}
