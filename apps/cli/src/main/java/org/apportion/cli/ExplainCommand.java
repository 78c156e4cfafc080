package org.apportion.cli;

import java.util.concurrent.Callable;
import org.apportion.config.LoadedConfiguration;
import org.apportion.report.ExplanationNode;
import org.apportion.report.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apportion explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Explain an amount down to source rows, recomputed and compared.",
            "What may be a charge's id (see 'apportion charges'), a unit and a month, a record, a row of",
            "a bill's file, or the x_Correction of a bundle."
        },
        footer = {
            "",
            "Examples:",
            "  apportion explain cdacf2a4f78a62a",
            "  apportion explain unit:billing 2026-10",
            "  apportion explain record:1152921504606846975",
            "  apportion explain bills/october.csv:12",
            "  apportion explain records-864691128455135231      a row of a FOCUS bundle's corrections that no unit pays",
            "  apportion explain cdacf2a4f78a62a --output json"
        })
final class ExplainCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfigurationOption option;

    @Parameters(
            arity = "1..2",
            paramLabel = "<what>",
            description = "Charge id; unit:<id> <month>; record:<id>; <file>:<row>; or records-<n>.")
    @SuppressWarnings("NullAway.Init")
    private String[] what;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "text",
            description = "text or json. Default: text")
    @SuppressWarnings("NullAway.Init")
    private Format format;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    enum Format {
        text,
        json
    }

    @Override
    public Integer call() {
        LoadedConfiguration loaded = Settings.load(option, terminal);
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            ExplanationNode node = reports.explain(String.join(" ", what));
            if (format == Format.json) {
                terminal.out().print(JsonText.of(ExplanationPrinter.asTree(node)));
            } else {
                ExplanationPrinter.printTree(node, terminal.out());
            }
        }
        return ExitCode.OK.number();
    }
}
