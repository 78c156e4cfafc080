package org.apportion.cli;

import java.util.List;
import java.util.function.BiFunction;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.sending.Operator;
import org.apportion.metering.service.MeterQuestions;
import org.apportion.metering.service.MeterSetup;
import org.apportion.model.ApportionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands share by which a person decides about a charge: which one, why, and that it is meant. */
final class OperatorAction {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    MeterOptions options;

    @Parameters(paramLabel = "<charge>", description = "The charge: 12 characters of its key, or its record id.")
    @SuppressWarnings("NullAway.Init")
    private String charge;

    @Option(names = "--reason", required = true, paramLabel = "<text>", description = "Why; kept in the audit chain.")
    @SuppressWarnings("NullAway.Init")
    String reason;

    @Option(names = "--yes", description = "Do it. Without it, only what would be done is told.")
    private boolean confirmed;

    /** @param warning what it would mean, told where it is not confirmed */
    int act(Terminal terminal, String warning, BiFunction<Operator, String, Charge> action) {
        MeterSetup setup = MeterOptions.setup(options.load(terminal));
        try (MeterQuestions questions = MeterQuestions.open(setup)) {
            Charge found = questions.charge(charge);
            if (!confirmed) {
                terminal.out()
                        .print(TablePrinter.print(
                                MeterChargesCommand.table("Charge", List.of(found)), OutputFormat.table));
                throw new ApportionException(
                        CliError.NOT_CONFIRMED, found.id().substring(0, 12), warning, "If that is meant, add --yes.");
            }
            String person = System.getProperty("user.name", "unknown");
            Charge after = action.apply(questions.operator(person), found.id());
            terminal.out()
                    .print(TablePrinter.print(MeterChargesCommand.table("Charge", List.of(after)), OutputFormat.table));
        }
        return ExitCode.OK.number();
    }
}
