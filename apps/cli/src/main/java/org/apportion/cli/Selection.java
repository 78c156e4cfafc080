package org.apportion.cli;

import java.util.ArrayList;
import java.util.List;
import org.apportion.model.BillingMonth;
import org.apportion.report.Filter;
import org.apportion.report.Months;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rows a question is about: the end of a range of months, and filters. */
final class Selection {
    @Option(
            names = "--to",
            paramLabel = "<month>",
            converter = MonthOption.class,
            description = "Last month of a range that begins with --month.")
    private @Nullable BillingMonth to;

    @Option(
            names = {"-w", "--where"},
            paramLabel = "<word=value>",
            description = "Only rows with this value, such as service=AmazonEC2; may be repeated.")
    private List<String> where = new ArrayList<>();

    Months from(BillingMonth first) {
        return new Months(first, to == null ? first : to);
    }

    List<Filter> filters() {
        return where.stream().map(Filter::parse).toList();
    }
}
