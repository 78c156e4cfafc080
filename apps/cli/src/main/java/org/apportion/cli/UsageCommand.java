package org.apportion.cli;

import java.util.concurrent.Callable;
import org.apportion.report.UsageQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Selection selection;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Grouping grouping;

    UsageCommand(Terminal terminal) {
        this.question = new Question(terminal);
    }

    @Override
    public Integer call() {
        return question.print(reports -> reports.usage(new UsageQuery(
                selection.from(question.month(reports)), grouping.by, selection.filters(), grouping.top)));
    }
}
