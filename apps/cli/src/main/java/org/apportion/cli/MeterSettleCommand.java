package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code apportion meter settle}. */
@Command(
        name = "settle",
        mixinStandardHelpOptions = true,
        description = {
            "Say that a difference is dealt with: it is told no more. Bills nothing and takes nothing back.",
            "A difference is what late samples would change in a closed period and a marketplace cannot take back."
        },
        footer = {"", "Examples:", "  apportion meter settle 3f2a9c01d4e5 --reason \"credited, ticket 4711\" --yes"})
final class MeterSettleCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OperatorAction action;

    @Parameters(
            paramLabel = "<difference>",
            description = "The difference: 12 characters, as the log, meter charges and meter reconcile tell them.")
    @SuppressWarnings("NullAway.Init")
    private String difference;

    MeterSettleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return action.settle(
                terminal, difference, "It is told no more, whatever the customer was billed too much or too little.");
    }
}
