package org.apportion.cli;

import org.apportion.model.BillingMonth;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2026-10} from the command line. */
final class MonthOption implements ITypeConverter<BillingMonth> {
    @Override
    public BillingMonth convert(String text) {
        try {
            return BillingMonth.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
