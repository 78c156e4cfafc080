package org.apportion.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apportion.config.RulePacks;
import org.apportion.model.ApportionException;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Part;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apportion rules show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "A rule of the configuration with its parts and tiers; or a shipped pack as its YAML file, to read or to copy."
        },
        footer = {
            "",
            "Examples:",
            "  apportion rules show confluent/kafka-cku",
            "  apportion rules show confluent > my-pack.yaml"
        })
final class RulesShowCommand implements Callable<Integer> {
    private static final List<ReportColumn> COLUMNS = List.of(
            ReportColumn.text("part"),
            ReportColumn.number("weight"),
            ReportColumn.number("tier"),
            ReportColumn.text("method"),
            ReportColumn.text("cost_type"),
            new ReportColumn("who", ReportColumn.Kind.REMARK));

    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Parameters(paramLabel = "<name>", description = "Id of a rule, or name of a shipped pack.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "Of a rule: table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    RulesShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (RulePacks.names().contains(name)) {
            terminal.out().print(RulePacks.text(name));
        } else {
            AllocationRule rule = Settings.load(option, terminal).configuration().rules().stream()
                    .filter(known ->
                            known.id().equals(name) || RuleWords.name(known).equals(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(name, "rule"));
            terminal.out().print(TablePrinter.print(table(rule), output));
        }
        return ExitCode.OK.number();
    }

    static ApportionException unknown(String name, String what) {
        return new ApportionException(
                CliError.RULE_UNKNOWN,
                name,
                "There is no " + what + " of this name.",
                "Shipped packs are " + String.join(", ", RulePacks.names())
                        + "; the rules of the configuration are listed by 'apportion rules list'.");
    }

    private static ReportTable table(AllocationRule rule) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Part part : rule.parts()) {
            for (int i = 0; i < part.tiers().size(); i++) {
                rows.add(Arrays.asList(
                        part.name(),
                        part.weight(),
                        (long) i + 1,
                        part.tiers().get(i).method(),
                        part.costTypeOf(i),
                        RuleWords.tier(part.tiers().get(i))));
            }
            if (part.tiers().stream().noneMatch(RuleWords::alwaysFinds)) {
                rows.add(Arrays.asList(
                        part.name(),
                        part.weight(),
                        (long) part.tiers().size() + 1,
                        "resource",
                        part.costType(),
                        "the record's resource"));
            }
        }
        return new ReportTable(
                "Rule " + RuleWords.name(rule),
                COLUMNS,
                rows,
                List.of(),
                List.of(
                        RuleWords.name(rule) + " of " + rule.place() + ". " + rule.description(),
                        "When: " + rule.conditionText()));
    }
}
