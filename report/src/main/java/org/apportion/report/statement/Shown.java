package org.apportion.report.statement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Numbers as people read them: {@code 12,345.68}, {@code +1.00}, {@code 12.3 %}. Never an input of another number. */
public final class Shown {
    private static final int GROUP = 3;
    private static final char MINUS = '\u2212';

    private Shown() {}

    /** Rounded half-even to the currency's smallest unit. */
    public static String money(BigDecimal amount, String currency) {
        String number = Rounding.round(amount, currency).abs().toPlainString();
        String sign = Rounding.round(amount, currency).signum() < 0 ? String.valueOf(MINUS) : "";
        int end = number.indexOf('.') < 0 ? number.length() : number.indexOf('.');
        StringBuilder text = new StringBuilder(number);
        for (int i = end - GROUP; i > 0; i -= GROUP) {
            text.insert(i, ',');
        }
        return sign + text;
    }

    /** As {@link #money}, with a sign also above zero. */
    public static String change(BigDecimal change, String currency) {
        return (Rounding.round(change, currency).signum() > 0 ? "+" : "") + money(change, currency);
    }

    /** Whether {@link #money} shows it as zero. */
    public static boolean isZero(BigDecimal amount, String currency) {
        return Rounding.round(amount, currency).signum() == 0;
    }

    /** All digits, without trailing zeros. */
    public static String exact(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    /** In percent with one decimal. */
    public static String percent(Optional<BigDecimal> share) {
        return share.map(part ->
                        part.movePointRight(2)
                                        .setScale(1, RoundingMode.HALF_EVEN)
                                        .toPlainString()
                                        .replace('-', MINUS) + "\u00a0%")
                .orElse("");
    }

    /** The change in percent with its sign; empty where there was nothing before. */
    public static String growth(BigDecimal before, BigDecimal amount) {
        if (before.signum() == 0) {
            return "";
        }
        BigDecimal growth = amount.subtract(before).divide(before.abs(), 6, RoundingMode.HALF_EVEN);
        return (growth.signum() > 0 ? "+" : "") + percent(Optional.of(growth));
    }
}
