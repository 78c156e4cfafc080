package org.apportion.cli;

import java.util.Set;
import java.util.concurrent.Callable;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.ChargeState;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apportion meter resend}. */
@Command(
        name = "resend",
        mixinStandardHelpOptions = true,
        description = "Send a charge as a new record, after somebody made sure that it was not billed.",
        footer = {
            "",
            "Examples:",
            "  apportion meter resend 3f2a9c01d4e5 --reason \"ticket 4711\" --yes",
            "  apportion meter resend --all-expired --reason \"new credentials\" --yes"
        })
final class MeterResendCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OperatorAction action;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Which which;

    /** One charge, or all of a kind. */
    static final class Which {
        @Parameters(paramLabel = "<charge>", description = OperatorAction.CHARGE)
        private String charge = "";

        @Option(
                names = "--all-expired",
                description = "All that were too old for the marketplace, so that it certainly billed none of them.")
        private boolean allExpired;
    }

    MeterResendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (which.allExpired) {
            return action.actOnAll(
                    terminal,
                    ChargeFilter.all().withStates(Set.of(ChargeState.EXPIRED)),
                    "Each of them is billed with a newer date.",
                    (operator, id) -> operator.resend(id, action.reason));
        }
        return action.act(
                terminal,
                which.charge,
                "If the marketplace did bill the record before, the customer pays twice.",
                (operator, id) -> operator.resend(id, action.reason));
    }
}
