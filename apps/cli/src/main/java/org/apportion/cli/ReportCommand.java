package org.apportion.cli;

import java.util.concurrent.Callable;
import org.apportion.report.CostQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Sums of charges by any words.",
            "Words: the levels of your organization (such as department, team), unit, cost-center, consumer, service, account,",
            "resource, region, provider, source, rule, pool, cost-type, method, tier, approximate, day, month,",
            "tag:<key>, and more."
        },
        footer = {
            "",
            "Examples:",
            "  apportion report --by department,team",
            "  apportion report --by service --where team=Checkout --top 10",
            "  apportion report --by team --priced             what is asked after markups and fixed prices",
            "  apportion report --month 2026-08 --to 2026-10 --by month,team --output csv"
        })
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private final Question question;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Selection selection;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Grouping grouping;

    @Option(names = "--priced", description = "Prices asked instead of allocated cost.")
    private boolean priced;

    ReportCommand(Terminal terminal) {
        this.question = new Question(terminal);
    }

    @Override
    public Integer call() {
        return question.print(reports -> reports.costs(new CostQuery(
                selection.from(question.month(reports)), grouping.by, selection.filters(), grouping.top, priced)));
    }
}
