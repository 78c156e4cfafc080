package org.apportion.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads counts from the command line; what is no count is a wrong call. */
abstract sealed class WholeNumber implements ITypeConverter<Integer> {
    private final int least;

    private WholeNumber(int least) {
        this.least = least;
    }

    @Override
    public Integer convert(String text) {
        boolean digits = text.matches("[0-9]{1,9}");
        if (!digits || Integer.parseInt(text) < least) {
            throw new TypeConversionException("'" + text + "' is no whole number from " + least + " to 999999999");
        }
        return Integer.valueOf(text);
    }

    /** 0, 1, 2, ... */
    static final class FromZero extends WholeNumber {
        FromZero() {
            super(0);
        }
    }

    /** 1, 2, 3, ... */
    static final class FromOne extends WholeNumber {
        FromOne() {
            super(1);
        }
    }
}
