package org.apportion.cli;

import java.util.concurrent.Callable;
import org.apportion.report.ChargeQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion charges}. */
@Command(
        name = "charges",
        mixinStandardHelpOptions = true,
        description = "The largest single charges with their ids, for 'apportion explain'.",
        footer = {
            "",
            "Examples:",
            "  apportion charges --where team=Checkout",
            "  apportion charges --where service=\"Amazon EKS\" --where day=2026-10-03 --limit 50"
        })
final class ChargesCommand implements Callable<Integer> {
    @Mixin
    private final Question question;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Selection selection;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "<n>",
            defaultValue = "20",
            converter = WholeNumber.FromOne.class,
            description = "How many to show; the rest is one row. Default: 20")
    private int limit;

    ChargesCommand(Terminal terminal) {
        this.question = new Question(terminal);
    }

    @Override
    public Integer call() {
        return question.print(reports ->
                reports.charges(new ChargeQuery(selection.from(question.month(reports)), selection.filters(), limit)));
    }
}
