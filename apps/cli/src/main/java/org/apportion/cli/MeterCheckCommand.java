package org.apportion.cli;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apportion.config.LoadedMetering;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.metering.service.FractionGaps;
import org.apportion.metering.service.ModeDifferences;
import org.apportion.metering.service.SetupCheck;
import org.apportion.model.ApportionException;
import org.apportion.model.ErrorKind;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ProductListing;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion meter check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Check the file, list all mistakes at once, and tell where documented and compat differ for it.",
        footer = {"", "Examples:", "  apportion meter check --config /etc/csp_billing_adapter/config.yaml"})
final class MeterCheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private MeterOptions options;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    MeterCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedMetering loaded = options.loadQuietly(terminal);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ProductListing listing : loaded.configuration().products()) {
            for (ModeDifferences.Difference difference : ModeDifferences.of(listing)) {
                List<@Nullable Object> row = new ArrayList<>();
                row.add(listing.name());
                row.add(difference.subject());
                row.add(difference.setting().word());
                row.add(difference.counts().name().toLowerCase(Locale.ROOT));
                row.add(difference.documented());
                row.add(difference.compat());
                rows.add(row);
            }
        }
        List<String> notes = new ArrayList<>();
        loaded.warnings().stream()
                .map(ConfigProblem::toString)
                .map("warning: "::concat)
                .forEach(notes::add);
        loaded.configuration().products().stream()
                .filter(listing -> listing.marketplace().name().isEmpty())
                .map(listing -> "warning: The product " + listing.name()
                        + " names no marketplace: write marketplace: or give --marketplace.")
                .forEach(notes::add);
        notes.addAll(noDateLeft(loaded));
        FractionGaps.of(MeterOptions.setup(loaded)).stream()
                .map("warning: "::concat)
                .forEach(notes::add);
        int mistakes = 0;
        for (ApportionException found : SetupCheck.of(MeterOptions.setup(loaded))) {
            boolean stops =
                    found.code().kind() == ErrorKind.CONFIG && found.code() != ConfigError.CONFIG_SECRET_MISSING;
            mistakes += stops ? 1 : 0;
            notes.add((stops ? "mistake: " : "warning: ") + found.getMessage());
        }
        notes.add((mistakes == 0 ? "The file can be used: " : "The file cannot be used: " + mistakes + " mistakes, ")
                + loaded.configuration().products().size() + " products, " + (notes.size() - mistakes) + " warnings.");
        terminal.out().print(TablePrinter.print(table(rows, notes), output));
        return (mistakes == 0 ? ExitCode.OK : ExitCode.CONFIG).number();
    }

    private static List<String> noDateLeft(LoadedMetering loaded) {
        LocalDate today = LocalDate.ofInstant(MeterOptions.setup(loaded).clock().instant(), ZoneOffset.UTC);
        return loaded.configuration().products().stream()
                .filter(listing -> listing.billing().interval() == BillingInterval.FIXED
                        && listing.billing().dates().stream().noneMatch(date -> date.isAfter(today)))
                .map(listing -> "warning: The product " + listing.name()
                        + " has no date of billing_interval left: its usage is kept, but not billed. Add dates.")
                .toList();
    }

    private static ReportTable table(List<List<@Nullable Object>> rows, List<String> notes) {
        return new ReportTable(
                "Where documented and compat differ",
                List.of(
                        ReportColumn.text("product"),
                        ReportColumn.text("metric"),
                        ReportColumn.text("setting"),
                        ReportColumn.text("counts"),
                        new ReportColumn("documented", ReportColumn.Kind.REMARK),
                        new ReportColumn("compat", ReportColumn.Kind.REMARK)),
                rows,
                List.of(),
                notes);
    }
}
