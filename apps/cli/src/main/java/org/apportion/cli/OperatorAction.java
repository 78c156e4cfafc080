package org.apportion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.Difference;
import org.apportion.metering.journal.WaitingUsage;
import org.apportion.metering.sending.Operator;
import org.apportion.metering.service.MeterQuestions;
import org.apportion.metering.service.MeterSetup;
import org.apportion.model.ApportionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands share by which a person decides about charges: who, why, and that it is meant. */
final class OperatorAction {
    static final String CHARGE = "The charge: 12 characters of its key, or its record id.";
    static final String CHARGE_OR_USAGE = CHARGE + " Or parked usage: 12 characters of its id.";

    @Mixin
    @SuppressWarnings("NullAway.Init")
    MeterOptions options;

    @Option(
            names = "--reason",
            required = true,
            converter = ReasonOption.class,
            paramLabel = "<text>",
            description = "Why; kept in the audit chain.")
    @SuppressWarnings("NullAway.Init")
    String reason;

    @Option(
            names = "--by",
            paramLabel = "<person>",
            defaultValue = "${sys:user.name}",
            description = "Who decides; kept in the audit chain. Default: the user of the system")
    @SuppressWarnings("NullAway.Init")
    private String person;

    @Option(names = "--yes", description = "Do it. Without it, only what would be done is told.")
    private boolean confirmed;

    /** @param warning what it would mean, told where it is not confirmed */
    int act(Terminal terminal, String charge, String warning, BiFunction<Operator, String, Charge> action) {
        MeterSetup setup = MeterOptions.setup(options.load(terminal));
        try (MeterQuestions questions = MeterQuestions.open(setup)) {
            return act(terminal, questions, List.of(questions.charge(charge)), warning, action);
        }
    }

    /** What is done to parked usage. */
    @FunctionalInterface
    interface ParkedAction {
        /** @param reason as the person gave it */
        void act(MeterQuestions questions, Operator operator, WaitingUsage usage, String by, String reason);
    }

    /** The action for parked usage if the word means some, else for a charge. @param done what to say of parked usage after it */
    int act(
            Terminal terminal,
            String word,
            String warning,
            BiFunction<Operator, String, Charge> action,
            ParkedAction onParked,
            String done) {
        MeterSetup setup = MeterOptions.setup(options.load(terminal));
        try (MeterQuestions questions = MeterQuestions.open(setup)) {
            Optional<WaitingUsage> parked = questions.waitingUsage(word);
            if (parked.isEmpty()) {
                return act(terminal, questions, List.of(questions.charge(word)), warning, action);
            }
            WaitingUsage usage = parked.get();
            if (!confirmed) {
                terminal.out().print(parkedTable(usage));
            }
            String by = confirmed ? person() : "";
            Operator operator = questions.operator(by);
            onParked.act(questions, confirmed ? operator : operator.rehearsing(), usage, by, reason);
            requireConfirmed(usage.shortId(), warning);
            terminal.out().println(done);
            return ExitCode.OK.number();
        }
    }

    private static String parkedTable(WaitingUsage usage) {
        return TablePrinter.print(
                MeterChargesCommand.table("Parked usage", List.of(), List.of(usage), List.of()), OutputFormat.table);
    }

    /** Settles the difference whose id begins so. @param warning as for {@link #act} */
    int settle(Terminal terminal, String word, String warning) {
        MeterSetup setup = MeterOptions.setup(options.load(terminal));
        try (MeterQuestions questions = MeterQuestions.open(setup)) {
            Difference found = questions.difference(word);
            terminal.out().println(found.account() + ": " + found.text());
            requireConfirmed(found.shortId(), warning);
            questions.operator(person()).settle(found.id(), reason);
            terminal.out().println("Settled.");
            return ExitCode.OK.number();
        }
    }

    /** The same for all charges that a filter takes. */
    int actOnAll(Terminal terminal, ChargeFilter filter, String warning, BiFunction<Operator, String, Charge> action) {
        MeterSetup setup = MeterOptions.setup(options.load(terminal));
        try (MeterQuestions questions = MeterQuestions.open(setup)) {
            return act(terminal, questions, questions.charges(filter), warning, action);
        }
    }

    private int act(
            Terminal terminal,
            MeterQuestions questions,
            List<Charge> found,
            String warning,
            BiFunction<Operator, String, Charge> action) {
        if (!confirmed) {
            print(terminal, found);
        }
        // What cannot be done is refused before anybody confirms.
        Operator operator = confirmed
                ? questions.operator(person())
                : questions.operator("").rehearsing();
        List<Charge> after = new ArrayList<>();
        found.forEach(charge -> after.add(action.apply(operator, charge.id())));
        requireConfirmed(found.size() == 1 ? found.get(0).id().substring(0, 12) : found.size() + " charges", warning);
        print(terminal, after);
        return ExitCode.OK.number();
    }

    private void requireConfirmed(String place, String warning) {
        if (!confirmed) {
            throw new ApportionException(CliError.NOT_CONFIRMED, place, warning, "If that is meant, add --yes.");
        }
    }

    /** In a pod, the user of the system often has no name. */
    private String person() {
        if (person.isBlank() || person.equals("?")) {
            throw new ApportionException(
                    CliError.NOT_CONFIRMED, "--by", "Nobody is named who decides this.", "Give your name with --by.");
        }
        return person;
    }

    private static void print(Terminal terminal, List<Charge> charges) {
        terminal.out()
                .print(TablePrinter.print(
                        MeterChargesCommand.table("Charge", charges, List.of(), List.of()), OutputFormat.table));
    }
}
