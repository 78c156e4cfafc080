package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code apportion meter resend}. */
@Command(
        name = "resend",
        mixinStandardHelpOptions = true,
        description = "Send a charge as a new record, after somebody made sure that it was not billed.",
        footer = {"", "Examples:", "  apportion meter resend 3f2a9c01d4e5 --reason \"ticket 4711\" --yes"})
final class MeterResendCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OperatorAction action;

    MeterResendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return action.act(
                terminal,
                "If the marketplace did bill the record before, the customer pays twice.",
                (operator, id) -> operator.resend(id, action.reason));
    }
}
