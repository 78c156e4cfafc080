package org.apportion.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.service.MeterQuestions;
import org.apportion.metering.service.MeterSetup;
import org.apportion.metering.tick.LateSamples;
import org.apportion.metering.tick.PeriodPlan;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.spi.metering.UsageReading;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apportion meter explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Why a billed quantity is what it is: its samples, its rule, and the same computed again.",
        footer = {
            "",
            "Examples:",
            "  apportion meter explain 3f2a9c01d4e5",
            "  apportion meter explain <record id> --limit 100"
        })
final class MeterExplainCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private MeterOptions options;

    @Parameters(
            paramLabel = "<record>",
            description = "A record id of the marketplace, or a charge (12 characters do).")
    @SuppressWarnings("NullAway.Init")
    private String record;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "<n>",
            defaultValue = "20",
            description = "How many samples to show: the latest. Default: 20")
    private int limit;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    MeterExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        MeterSetup setup = MeterOptions.setup(options.load(terminal));
        try (MeterQuestions questions = MeterQuestions.open(setup)) {
            boolean differs = false;
            for (MeterQuestions.Explanation explanation : questions.explain(record)) {
                terminal.out().print(TablePrinter.print(table(explanation), output));
                differs |= explanation.inputsSame()
                        && explanation
                                .recomputed()
                                .filter(again -> !again.isOf(explanation.charge()))
                                .isPresent();
            }
            return (differs ? ExitCode.CHECK : ExitCode.OK).number();
        }
    }

    private ReportTable table(MeterQuestions.Explanation explanation) {
        List<JournalSample> samples = explanation.samples();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (JournalSample sample : samples.subList(Math.max(0, samples.size() - Math.max(0, limit)), samples.size())) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(sample.reading().reportedAt());
            row.add(values(sample.reading()));
            row.add(sample.counts() ? "counts" : sample.late() ? "late" : "contradicts");
            row.add(sample.digest().substring(0, Math.min(12, sample.digest().length())));
            rows.add(row);
        }
        return new ReportTable(
                "Samples of the period",
                List.of(
                        new ReportColumn("reporting_time", ReportColumn.Kind.TIME),
                        ReportColumn.text("values"),
                        ReportColumn.text("state"),
                        ReportColumn.text("digest")),
                rows,
                List.of(),
                notes(explanation));
    }

    private static String values(UsageReading reading) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(reading.metrics())
                .forEach((metric, value) -> text.append(text.length() == 0 ? "" : ", ")
                        .append(metric)
                        .append('=')
                        .append(value.toPlainString()));
        new TreeMap<>(reading.dimensions())
                .forEach((metric, values) -> new TreeMap<>(values)
                        .forEach((dimension, value) -> text.append(text.length() == 0 ? "" : ", ")
                                .append(metric)
                                .append(" as ")
                                .append(dimension)
                                .append('=')
                                .append(value.toPlainString())));
        return text.toString();
    }

    private static List<String> notes(MeterQuestions.Explanation explanation) {
        Charge charge = explanation.charge();
        List<String> notes = new ArrayList<>();
        notes.add("Charge " + charge.id());
        notes.add(charge.account() + ", dimension " + charge.key().dimension() + ", from "
                + charge.key().period().start() + " to " + charge.key().period().end() + ", revision "
                + charge.key().revision());
        notes.add("Quantity " + plain(charge.quantity()) + ", " + charge.state().id()
                + (charge.recordId().isEmpty() ? "" : ", record " + charge.recordId()));
        notes.add("Aggregation: " + charge.evidence().aggregation());
        notes.add("Rule: " + charge.evidence().rule());
        allocations(charge).ifPresent(notes::add);
        notes.add(
                explanation.inputsSame()
                        ? "The " + explanation.samples().size() + " samples are those that it was computed from."
                        : "The samples are not those that it was computed from: some came later or were dropped.");
        explanation
                .plan()
                .flatMap(PeriodPlan::held)
                .ifPresent(held -> notes.add("Held until the period's first sample: " + values(held) + " of "
                        + held.reportedAt()
                        + ", or of the last sample before that has it, as it was when the period was"
                        + " closed."));
        notes.add(explanation
                .recomputed()
                .map(again -> "Computed again: " + plain(again.quantity())
                        + (again.isOf(charge) ? ", the same." : ", not the same."))
                .orElse("It cannot be computed again: the product is not configured or its samples were dropped."));
        explanation
                .events()
                .forEach(event -> notes.add(event.at() + " " + event.event() + " (event " + event.sequence() + ")"));
        return notes;
    }

    private static Optional<String> allocations(Charge charge) {
        if (charge.allocations().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TreeMap<>(charge.allocations())
                .entrySet().stream()
                        .map(each ->
                                (each.getKey().isEmpty() ? "no tag" : each.getKey()) + " " + plain(each.getValue()))
                        .collect(Collectors.joining(
                                ", ",
                                isAdjustment(charge)
                                        ? "Allocated by what each tag has of all samples beyond the charges before: "
                                        : "Allocated by the tags' shares of all samples: ",
                                "")));
    }

    private static boolean isAdjustment(Charge charge) {
        return charge.evidence().rule().equals(LateSamples.ADJUSTMENT);
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
