package org.apportion.cli;

import java.util.concurrent.Callable;
import org.apportion.model.BillingMonth;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion periods corrections}. */
@Command(
        name = "corrections",
        mixinStandardHelpOptions = true,
        description =
                "What the run of a month booked for closed months, per unit: what changed, why, by which delivery.",
        footer = {
            "",
            "Examples:",
            "  apportion periods corrections --month 2026-11",
            "  apportion periods corrections --month 2026-11 --charges --output csv",
            "  apportion periods corrections --month 2026-11 --priced"
        })
final class PeriodsCorrectionsCommand implements Callable<Integer> {
    @Mixin
    private final PeriodQuestion question;

    @Option(
            names = {"-m", "--month"},
            paramLabel = "<month>",
            required = true,
            converter = MonthOption.class,
            description = "Month that books the corrections, such as 2026-11.")
    @SuppressWarnings("NullAway.Init")
    private BillingMonth month;

    /** One table or the other. */
    static final class Table {
        @Option(names = "--charges", description = "One row per charge, with its id for 'apportion explain'.")
        private boolean charges;

        @Option(
                names = "--priced",
                description = "What units are asked for it instead of what it cost, also where only a price changed.")
        private boolean priced;
    }

    @ArgGroup
    private Table table = new Table();

    PeriodsCorrectionsCommand(Terminal terminal) {
        this.question = new PeriodQuestion(terminal);
    }

    @Override
    public Integer call() {
        return question.print(
                reports -> table.priced ? reports.pricedCorrections(month) : reports.corrections(month, table.charges));
    }
}
