package org.apportion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.service.MeterQuestions;
import org.apportion.metering.service.MeterSetup;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion meter reconcile}. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = {
            "Compare what was planned, what was accepted and what the marketplace tells; verify the audit chain.",
            "Products and customers that left the file are compared too, as far as it can be done without it.",
            "Exit code 5 if anything differs, is open, or could not be compared."
        },
        footer = {"", "Examples:", "  apportion meter reconcile --period 2027-01"})
final class MeterReconcileCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private MeterOptions options;

    @Option(
            names = "--period",
            required = true,
            paramLabel = "<period>",
            converter = PeriodOption.class,
            description = "Charges whose period starts in it: a month such as 2027-01, or two instants with a slash.")
    @SuppressWarnings("NullAway.Init")
    private MeteringPeriod period;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    MeterReconcileCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        MeterSetup setup = MeterOptions.setup(options.load(terminal));
        try (MeterQuestions questions = MeterQuestions.open(setup)) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            questions
                    .reconcile(period)
                    .forEach((account, lines) -> lines.forEach(line -> {
                        List<@Nullable Object> row = new ArrayList<>();
                        row.add(account.product());
                        row.add(account.customer());
                        row.add(line.dimension());
                        row.add(line.planned());
                        row.add(line.billed());
                        row.add(line.given());
                        row.add(line.told().orElse(null));
                        row.add(String.join(" ", line.differences()));
                        rows.add(row);
                    }));
            List<String> notes = new ArrayList<>();
            questions.differences().stream()
                    .filter(each -> period.contains(each.period().start()))
                    .forEach(each -> notes.add(each.account() + ": " + each.text()));
            questions.waitingUsage().stream()
                    .filter(each -> period.contains(each.usage().period().start()))
                    .forEach(each -> notes.add(each.account() + ": " + each.text()));
            boolean differs = !notes.isEmpty();
            AuditChain.Verification chain = questions.verify();
            notes.addAll(chain.problems());
            notes.add("The audit chain has " + chain.events() + " events"
                    + (chain.problems().isEmpty() ? " and holds." : " and does not hold."));
            terminal.out().print(TablePrinter.print(table(rows, notes), output));
            differs |= !chain.problems().isEmpty()
                    || rows.stream().anyMatch(row -> !String.valueOf(row.get(7)).isEmpty());
            return (differs ? ExitCode.CHECK : ExitCode.OK).number();
        }
    }

    private static ReportTable table(List<List<@Nullable Object>> rows, List<String> notes) {
        return new ReportTable(
                "Planned, accepted, told",
                List.of(
                        ReportColumn.text("product"),
                        ReportColumn.text("customer"),
                        ReportColumn.text("dimension"),
                        ReportColumn.number("planned"),
                        ReportColumn.number("accepted"),
                        ReportColumn.number("given_up"),
                        ReportColumn.number("marketplace"),
                        new ReportColumn("differences", ReportColumn.Kind.REMARK)),
                rows,
                List.of(),
                notes);
    }
}
