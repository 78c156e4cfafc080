package org.apportion.cli;

import java.util.concurrent.Callable;
import org.apportion.metering.service.MeterSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apportion meter remap}. */
@Command(
        name = "remap",
        mixinStandardHelpOptions = true,
        description = {
            "Bill a charge's quantity under another dimension: waives it and plans a new charge.",
            "Or bill parked usage, all of it, as a dimension."
        },
        footer = {
            "",
            "Examples:",
            "  apportion meter remap 3f2a9c01d4e5 --dimension seats --reason \"renamed in the listing\" --yes"
        })
final class MeterRemapCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OperatorAction action;

    @Parameters(paramLabel = "<charge>", description = OperatorAction.CHARGE_OR_USAGE)
    @SuppressWarnings("NullAway.Init")
    private String charge;

    @Option(
            names = "--dimension",
            required = true,
            paramLabel = "<name>",
            description = "The dimension of the listing that is billed instead.")
    @SuppressWarnings("NullAway.Init")
    private String dimension;

    MeterRemapCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        MeterSetup setup = MeterOptions.setup(action.options.loadQuietly(terminal));
        if (setup.configuration().products().stream()
                .noneMatch(product -> product.dimensions().contains(dimension))) {
            terminal.err().println("warning: No metric of the file has the dimension '" + dimension + "'.");
        }
        return action.act(
                terminal,
                charge,
                "The same quantity is billed at the price of this dimension.",
                (operator, id) -> operator.remap(id, dimension, action.reason),
                (questions, operator, usage, by, reason) ->
                        operator.billParked(usage.id(), questions.parkedAs(usage, dimension, by, reason), reason),
                "Planned as " + dimension + ".");
    }
}
