package org.apportion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apportion.report.UsageQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion usage}. */
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description = {
            "Raw consumption by any words.",
            "Words: metric, consumer, resource, unit and the levels of your organization, day, hour, month, source. Metrics and",
            "their units of measure are never added up."
        },
        footer = {
            "",
            "Examples:",
            "  apportion usage --by team",
            "  apportion usage --by consumer,day --where metric=cpu_usage --top 20"
        })
final class UsageCommand implements Callable<Integer> {
    @Mixin
    private final Question question;

    @Option(
            names = {"-b", "--by"},
            split = ",",
            paramLabel = "<word>",
            description = "Words to group by, outermost first.")
    private List<String> by = new ArrayList<>();

    @Option(
            names = {"-t", "--top"},
            paramLabel = "<n>",
            defaultValue = "0",
            description = "Show the n largest rows per metric and the rest as one. Default: all")
    private int top;

    UsageCommand(Terminal terminal) {
        this.question = new Question(terminal);
    }

    @Override
    public Integer call() {
        return question.print(
                reports -> reports.usage(new UsageQuery(question.months(reports), by, question.filters(), top)));
    }
}
