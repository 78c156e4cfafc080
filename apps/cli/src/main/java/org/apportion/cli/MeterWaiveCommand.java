package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code apportion meter waive}. */
@Command(
        name = "waive",
        mixinStandardHelpOptions = true,
        description = "Give a charge, or parked usage, up: it will never be billed.",
        footer = {"", "Examples:", "  apportion meter waive 3f2a9c01d4e5 --reason \"ticket 4711\" --yes"})
final class MeterWaiveCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OperatorAction action;

    @Parameters(paramLabel = "<charge>", description = OperatorAction.CHARGE_OR_USAGE)
    @SuppressWarnings("NullAway.Init")
    private String charge;

    MeterWaiveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return action.act(
                terminal,
                charge,
                "The customer will not pay for it.",
                (operator, id) -> operator.waive(id, action.reason),
                (questions, operator, usage, by, reason) -> operator.waiveParked(usage.id(), reason),
                "Given up.");
    }
}
