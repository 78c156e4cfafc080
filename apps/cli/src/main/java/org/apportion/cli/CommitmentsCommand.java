package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code apportion commitments}. */
@Command(
        name = "commitments",
        mixinStandardHelpOptions = true,
        description = {
            "List, contracted, effective and billed cost side by side, per commitment and unit.",
            "Who used a savings plan or reservation and what that saved, who pays for its unused part, what was bought.",
            "Each column adds up to the month."
        },
        footer = {"", "Examples:", "  apportion commitments", "  apportion commitments --month 2026-10 --output csv"})
final class CommitmentsCommand implements Callable<Integer> {
    @Mixin
    private final Question question;

    CommitmentsCommand(Terminal terminal) {
        this.question = new Question(terminal);
    }

    @Override
    public Integer call() {
        return question.print(reports -> reports.commitments(question.month(reports)));
    }
}
