package org.apportion.metering.reading;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A number that may be usage: exact, finite, with at most {@value #MOST_DIGITS} digits before and after its point. */
public final class UsageNumber {
    /** More than any real meter has, and as many as the journal keeps. */
    public static final int MOST_DIGITS = 38;

    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,60}([.][0-9]{1,60})?");

    private UsageNumber() {}

    /** @return of {@code -12.5} the number; empty for anything else, such as an exponent, a blank or other digits than 0 to 9 */
    public static Optional<BigDecimal> of(String text) {
        return PLAIN.matcher(text).matches() ? bounded(new BigDecimal(text)) : Optional.empty();
    }

    /** @return empty if the node, of {@link ForeignJson}, is no number or one of too many digits */
    public static Optional<BigDecimal> of(JsonNode node) {
        return node.isNumber() ? bounded(node.decimalValue()) : Optional.empty();
    }

    private static Optional<BigDecimal> bounded(BigDecimal number) {
        boolean fits = number.precision() <= MOST_DIGITS && Math.abs((long) number.scale()) <= MOST_DIGITS;
        return fits ? Optional.of(number) : Optional.empty();
    }
}
