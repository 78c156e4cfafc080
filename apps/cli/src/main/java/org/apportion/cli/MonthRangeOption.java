package org.apportion.cli;

import java.util.regex.Pattern;
import org.apportion.model.BillingMonth;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2026-10} or {@code 2026-09..2026-10}, both ends included, from the command line. */
final class MonthRangeOption implements ITypeConverter<MonthRangeOption.Range> {
    private static final Pattern BETWEEN = Pattern.compile("\\.\\.");

    /** Both ends are included; the first is not after the last. */
    record Range(BillingMonth first, BillingMonth last) {}

    @Override
    public Range convert(String text) {
        MonthOption one = new MonthOption();
        String[] ends = BETWEEN.split(text, -1);
        if (ends.length > 2) {
            throw new TypeConversionException("'" + text + "' is no range of months; write it as 2026-09..2026-10");
        }
        Range range = new Range(one.convert(ends[0]), one.convert(ends[ends.length - 1]));
        if (range.first().compareTo(range.last()) > 0) {
            throw new TypeConversionException("'" + text + "' ends before it begins");
        }
        return range;
    }
}
