package org.apportion.report;

import java.util.List;
import java.util.stream.Stream;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;

/** One month or several in a row, both ends inclusive. */
public record Months(BillingMonth first, BillingMonth last) {

    public Months {
        if (last.compareTo(first) < 0) {
            throw new ApportionException(
                    ReportError.REPORT_QUESTION_UNREADABLE,
                    first + ".." + last,
                    "the range ends before it starts.",
                    "Write the earlier month first.");
        }
    }

    public static Months of(BillingMonth month) {
        return new Months(month, month);
    }

    /** In order. */
    public List<BillingMonth> all() {
        return Stream.iterate(first, month -> month.compareTo(last) <= 0, month -> month.plusMonths(1))
                .toList();
    }

    /** From the earlier first to the later last one. */
    Months over(Months other) {
        return new Months(
                first.compareTo(other.first) <= 0 ? first : other.first,
                last.compareTo(other.last) >= 0 ? last : other.last);
    }

    List<String> texts() {
        return all().stream().map(BillingMonth::toString).toList();
    }

    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + " to " + last;
    }
}
