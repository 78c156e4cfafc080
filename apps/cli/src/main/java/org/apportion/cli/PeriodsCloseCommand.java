package org.apportion.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.BillingMonth;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.run.ClosingReport;
import org.apportion.run.PeriodBooks;
import org.apportion.run.Workspace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion periods close}. */
@Command(
        name = "close",
        mixinStandardHelpOptions = true,
        description = {
            "Close a billing month: freeze its run, snapshots, configuration, owners and statement.",
            "Closing a closed month changes nothing. Exit code 5 if something stands in the way."
        },
        footer = {
            "",
            "Examples:",
            "  apportion periods close --month 2026-10 --dry-run    what would be frozen, what stands in the way",
            "  apportion periods close --month 2026-10"
        })
final class PeriodsCloseCommand implements Callable<Integer> {
    @Mixin
    private final PeriodQuestion question;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private WaitOption wait;

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<month>",
            required = true,
            converter = MonthOption.class,
            description = "Billing month, such as 2026-10.")
    @SuppressWarnings("NullAway.Init")
    private BillingMonth month;

    @Option(names = "--dry-run", description = "Only tell what would be frozen and what stands in the way.")
    private boolean dryRun;

    PeriodsCloseCommand(Terminal terminal) {
        this.question = new PeriodQuestion(terminal);
    }

    @Override
    public Integer call() {
        LoadedConfiguration loaded = question.load();
        ClosingReport report;
        try (Workspace workspace =
                Workspace.open(loaded.configuration(), loaded.ledger().address(), InstantSource.system())) {
            PeriodBooks books = new PeriodBooks(workspace, settings(loaded, wait));
            report = dryRun ? books.check(month) : books.close(month);
        }
        question.print(statement(report));
        PrintWriter err = question.terminal().err();
        report.warnings().forEach(warning -> err.println("warning: " + TablePrinter.printable(warning)));
        report.obstacles().forEach(obstacle -> err.println("in the way: " + TablePrinter.printable(obstacle)));
        if (question.forPeople() && !dryRun) {
            question.terminal()
                    .out()
                    .println(
                            report.changed() ? month + " is closed." : month + " was closed already; nothing changed.");
        }
        return (report.obstacles().isEmpty() ? ExitCode.OK : ExitCode.CHECK).number();
    }

    static PeriodBooks.Settings settings(LoadedConfiguration loaded, WaitOption wait) {
        return new PeriodBooks.Settings(
                System.getProperty("user.name", "unknown"),
                String.join("\n", loaded.effective().lines()) + "\n",
                wait.duration());
    }

    private static ReportTable statement(ClosingReport report) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        report.lines()
                .forEach(line -> rows.add(Arrays.asList(
                        line.unit(),
                        line.unitName(),
                        line.costCenter(),
                        line.originMonth().toString(),
                        line.costType(),
                        line.amount(),
                        line.currency())));
        List<String> notes = new ArrayList<>();
        report.totals()
                .forEach((currency, sum) ->
                        notes.add("Total: " + sum.stripTrailingZeros().toPlainString() + " " + currency + "."));
        if (!report.run().isEmpty()) {
            notes.add("Frozen with run " + report.run() + ": "
                    + report.snapshots().keySet().stream().sorted().collect(Collectors.joining(", ")) + "; "
                    + String.join(", ", report.documents()) + ".");
        }
        return new ReportTable(
                "Statement of " + report.month(),
                List.of(
                        ReportColumn.text("unit"),
                        ReportColumn.text("name"),
                        ReportColumn.text("cost_center"),
                        ReportColumn.text("of_month"),
                        ReportColumn.text("cost_type"),
                        ReportColumn.money("amount"),
                        ReportColumn.text("currency")),
                rows,
                List.of(),
                notes);
    }
}
