package org.apportion.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apportion.metering.journal.ChargeState;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code rejected} from the command line, in the words that tables show. */
final class ChargeStateOption implements ITypeConverter<ChargeState> {
    @Override
    public ChargeState convert(String text) {
        try {
            return ChargeState.of(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is no state. States are "
                    + Arrays.stream(ChargeState.values()).map(ChargeState::id).collect(Collectors.joining(", ")) + ".");
        }
    }
}
