package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion unallocated}. */
@Command(
        name = "unallocated",
        mixinStandardHelpOptions = true,
        description = "What reached no organization unit: by reason, with what would mend it.",
        footer = {"", "Examples:", "  apportion unallocated", "  apportion unallocated --month 2026-10 --output json"})
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

    UnallocatedCommand(Terminal terminal) {
        this.question = new Question(terminal);
    }

    @Override
    public Integer call() {
        return question.print(reports -> reports.unallocated(question.month(reports), top));
    }
}
