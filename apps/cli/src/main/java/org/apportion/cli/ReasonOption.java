package org.apportion.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a reason that is kept for ever; blank is none. */
final class ReasonOption implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("say why, such as a ticket's number");
        }
        return text;
    }
}
