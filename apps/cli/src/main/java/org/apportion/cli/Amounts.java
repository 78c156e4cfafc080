package org.apportion.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apportion.model.Counted;

/** How numbers look to people on a terminal: {@code 12,345.68}. Rounded half-even for the eye only. */
final class Amounts {
    private Amounts() {}

    static String money(BigDecimal amount) {
        return grouped(amount.setScale(2, RoundingMode.HALF_EVEN).toPlainString());
    }

    /** At most six decimals, without trailing zeros. */
    static String quantity(BigDecimal quantity) {
        BigDecimal rounded = quantity.setScale(6, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return grouped((rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString());
    }

    static String count(long count) {
        return grouped(Long.toString(count));
    }

    /** {@code 1 record}, {@code 12,345 records}. */
    static String counted(long count, String noun) {
        return count(count) + " " + Counted.noun(count, noun);
    }

    private static String grouped(String number) {
        int start = number.startsWith("-") ? 1 : 0;
        int end = number.indexOf('.') < 0 ? number.length() : number.indexOf('.');
        StringBuilder text = new StringBuilder(number);
        for (int i = end - 3; i > start; i -= 3) {
            text.insert(i, ',');
        }
        return text.toString();
    }
}
