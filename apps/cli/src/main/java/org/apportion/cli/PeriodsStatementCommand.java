package org.apportion.cli;

import java.util.concurrent.Callable;
import org.apportion.model.BillingMonth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion periods statement}. */
@Command(
        name = "statement",
        mixinStandardHelpOptions = true,
        description = "The statement of a closed month as it was frozen: allocated cost per unit and cost type.",
        footer = {"", "Examples:", "  apportion periods statement --month 2026-10 --output csv"})
final class PeriodsStatementCommand implements Callable<Integer> {
    @Mixin
    private final PeriodQuestion question;

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<month>",
            required = true,
            converter = MonthOption.class,
            description = "Closed month, such as 2026-10.")
    @SuppressWarnings("NullAway.Init")
    private BillingMonth month;

    PeriodsStatementCommand(Terminal terminal) {
        this.question = new PeriodQuestion(terminal);
    }

    @Override
    public Integer call() {
        return question.print(reports -> reports.statement(month));
    }
}
