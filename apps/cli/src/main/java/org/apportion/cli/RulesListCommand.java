package org.apportion.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apportion.config.RulePacks;
import org.apportion.model.rule.AllocationRule;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion rules list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "The rules in the order in which they are tried: name and version, which records, who pays.",
            "With --pack those of a shipped pack, whatever the configuration says."
        },
        footer = {
            "",
            "Examples:",
            "  apportion rules list",
            "  apportion rules list --pack confluent",
            "  apportion rules list --output csv"
        })
final class RulesListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Option(names = "--pack", paramLabel = "<name>", description = "A pack that comes with the program.")
    private @Nullable String pack;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    RulesListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<AllocationRule> rules;
        if (pack == null) {
            rules = Settings.load(option, terminal).configuration().rules();
        } else if (RulePacks.names().contains(pack)) {
            rules = RulePacks.rules(pack);
        } else {
            throw RulesShowCommand.unknown(pack, "rule pack");
        }
        terminal.out().print(TablePrinter.print(table(rules), output));
        return ExitCode.OK.number();
    }

    private static ReportTable table(List<AllocationRule> rules) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (AllocationRule rule : rules) {
            rows.add(Arrays.asList(
                    (long) rows.size() + 1,
                    RuleWords.name(rule),
                    rule.place(),
                    rule.description(),
                    rule.conditionText(),
                    RuleWords.split(rule)));
        }
        return new ReportTable(
                "Rules",
                List.of(
                        ReportColumn.number("order"),
                        ReportColumn.text("rule"),
                        ReportColumn.text("place"),
                        new ReportColumn("description", ReportColumn.Kind.REMARK),
                        new ReportColumn("when", ReportColumn.Kind.REMARK),
                        new ReportColumn("split", ReportColumn.Kind.REMARK)),
                rows,
                List.of(),
                List.of());
    }
}
