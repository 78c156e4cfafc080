package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code apportion periods list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Billing months: open, closed or reopened, since when, by whom, cost, corrections, charged.",
        footer = {"", "Examples:", "  apportion periods list", "  apportion periods list --output json"})
final class PeriodsListCommand implements Callable<Integer> {
    @Mixin
    private final PeriodQuestion question;

    PeriodsListCommand(Terminal terminal) {
        this.question = new PeriodQuestion(terminal);
    }

    @Override
    public Integer call() {
        return question.print(reports -> reports.periods());
    }
}
