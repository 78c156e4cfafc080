package org.apportion.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion unallocated}. */
@Command(
        name = "unallocated",
        mixinStandardHelpOptions = true,
        description = "What reached no organization unit: by reason, with what would mend it.",
        footer = {
            "",
            "Examples:",
            "  apportion unallocated",
            "  apportion unallocated --month 2026-10 --output json",
            "  apportion unallocated --suggest --unit platform > suggested.yaml"
        })
final class UnallocatedCommand implements Callable<Integer> {
    @Mixin
    private final Question question;

    @Option(
            names = {"-t", "--top"},
            paramLabel = "<n>",
            defaultValue = "20",
            converter = WholeNumber.FromZero.class,
            description = "Show the n largest rows per currency and the rest as one; 0 shows all. Default: 20")
    private int top;

    @Option(
            names = "--suggest",
            description = {
                "Print YAML for the configuration that would allocate the largest costs, and how much it places:",
                "a rule for what no rule took, a directory entry for a consumer that nobody owns."
            })
    private boolean suggest;

    @Option(
            names = {"-u", "--unit"},
            paramLabel = "<unit>",
            description = "With --suggest: who pays where no unit pays most of the account already.")
    private @Nullable String unit;

    UnallocatedCommand(Terminal terminal) {
        this.question = new Question(terminal);
    }

    @Override
    public Integer call() {
        if (suggest) {
            return question.printText(unit, reports -> reports.suggestions(question.month(reports), top, unit));
        }
        return question.print(reports -> reports.unallocated(question.month(reports), top));
    }
}
