package org.apportion.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How sums are grouped, and how many are shown. */
final class Grouping {
    @Option(
            names = {"-b", "--by"},
            split = ",",
            paramLabel = "<word>",
            description = "Words to group by, outermost first.")
    List<String> by = new ArrayList<>();

    @Option(
            names = {"-t", "--top"},
            paramLabel = "<n>",
            defaultValue = "0",
            converter = WholeNumber.FromZero.class,
            description = "Show the n largest rows per currency or metric and the rest as one. Default: all")
    int top;
}
