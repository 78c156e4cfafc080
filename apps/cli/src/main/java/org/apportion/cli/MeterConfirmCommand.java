package org.apportion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apportion meter confirm}. */
@Command(
        name = "confirm",
        mixinStandardHelpOptions = true,
        description = "Say that the marketplace did bill a charge, after somebody found it there.",
        footer = {
            "",
            "Examples:",
            "  apportion meter confirm 3f2a9c01d4e5 --record 8c1f --reason \"on the bill of March\" --yes"
        })
final class MeterConfirmCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OperatorAction action;

    @Parameters(paramLabel = "<charge>", description = OperatorAction.CHARGE)
    @SuppressWarnings("NullAway.Init")
    private String charge;

    @Option(
            names = "--record",
            required = true,
            paramLabel = "<id>",
            description = "Its record id, as the marketplace's own pages tell it.")
    @SuppressWarnings("NullAway.Init")
    private String record;

    MeterConfirmCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return action.act(
                terminal,
                charge,
                "It is never sent again: if the marketplace did not bill it, the customer does not pay.",
                (operator, id) -> operator.confirm(id, record, action.reason));
    }
}
