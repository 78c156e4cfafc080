package org.apportion.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.WaitingUsage;
import org.apportion.metering.service.MeterQuestions;
import org.apportion.metering.service.MeterSetup;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code apportion meter charges}. */
@Command(
        name = "charges",
        mixinStandardHelpOptions = true,
        description = {
            "The metered charges with their states, the latest periods first.",
            "Usage that is parked, because no dimension of the file takes it, follows them."
        },
        footer = {
            "",
            "Examples:",
            "  apportion meter charges --limit 50",
            "  apportion meter charges --state rejected --state parked --output json"
        })
final class MeterChargesCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private MeterOptions options;

    @Option(
            names = "--state",
            paramLabel = "<state>",
            converter = ChargeStateOption.class,
            description = "Only charges in this state, such as accepted, rejected, parked; may be repeated.")
    private Set<ChargeState> states = new LinkedHashSet<>();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "<n>",
            defaultValue = "20",
            description = "How many. Default: 20")
    private int limit;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    MeterChargesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > ChargeFilter.MAX_CHARGES) {
            throw new ParameterException(
                    spec.commandLine(), "--limit must be from 1 to " + ChargeFilter.MAX_CHARGES + ", not " + limit);
        }
        MeterSetup setup = MeterOptions.setup(options.load(terminal));
        try (MeterQuestions questions = MeterQuestions.open(setup)) {
            List<Charge> charges =
                    questions.charges(ChargeFilter.all().withStates(states).withLimit(limit));
            List<WaitingUsage> parked = states.isEmpty() || states.contains(ChargeState.PARKED)
                    ? questions.waitingUsage().stream().limit(limit).toList()
                    : List.of();
            terminal.out().print(TablePrinter.print(table("Charges", charges, parked, differences(questions)), output));
        }
        return ExitCode.OK.number();
    }

    private static List<@Nullable Object> row(WaitingUsage parked) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(parked.shortId());
        row.add(parked.account().product());
        row.add(parked.account().customer());
        row.add(parked.usage().period().start());
        row.add(parked.usage().period().end());
        row.add(parked.usage().dimension());
        row.add(null);
        row.add(parked.usage().usage());
        row.add(ChargeState.PARKED.id());
        row.add("");
        row.add(parked.usage().error());
        return row;
    }

    private static List<String> differences(MeterQuestions questions) {
        return questions.differences().stream()
                .map(each -> each.account() + ": " + each.text())
                .toList();
    }

    /** @param parked usage, as rows without revision and record */
    static ReportTable table(String title, List<Charge> charges, List<WaitingUsage> parked, List<String> notes) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Charge charge : charges) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(charge.id().substring(0, 12));
            row.add(charge.key().product());
            row.add(charge.key().customer());
            row.add(charge.key().period().start());
            row.add(charge.key().period().end());
            row.add(charge.key().dimension());
            row.add((long) charge.key().revision());
            row.add(charge.quantity());
            row.add(charge.state().id());
            row.add(charge.recordId());
            row.add(charge.message());
            rows.add(row);
        }
        parked.forEach(each -> rows.add(row(each)));
        return new ReportTable(
                title,
                List.of(
                        ReportColumn.text("charge"),
                        ReportColumn.text("product"),
                        ReportColumn.text("customer"),
                        new ReportColumn("from", ReportColumn.Kind.TIME),
                        new ReportColumn("to", ReportColumn.Kind.TIME),
                        ReportColumn.text("dimension"),
                        ReportColumn.number("revision"),
                        ReportColumn.number("quantity"),
                        ReportColumn.text("state"),
                        ReportColumn.text("record"),
                        new ReportColumn("message", ReportColumn.Kind.REMARK)),
                rows,
                List.of(),
                notes);
    }
}
