package org.apportion.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a day's charges are, in a text that is another one if they are. Shares of the whole month stand apart: they are others with
 * each day that the bill grows by, see {@link SharesOfMonth}.
 */
record DayDigest(Sum own, Sum ofMonth) {
    static final DayDigest NONE = new DayDigest(Sum.NONE, Sum.NONE);

    private static final String BETWEEN = "|";

    /**
     * Of some charges.
     *
     * @param hashes sum of one number for each
     */
    record Sum(long charges, BigDecimal hashes) {
        static final Sum NONE = new Sum(0, BigDecimal.ZERO);

        Sum plus(Sum other) {
            return new Sum(charges + other.charges, hashes.add(other.hashes));
        }

        @Override
        public String toString() {
            return charges + "-" + hashes.toPlainString();
        }
    }

    DayDigest plus(DayDigest other) {
        return new DayDigest(own.plus(other.own), ofMonth.plus(other.ofMonth));
    }

    String text() {
        return own + BETWEEN + ofMonth;
    }

    /** Whether that was said of the day when it was told, shares of the whole month left out if they stood apart then. */
    boolean isAsTold(String told) {
        List<String> halves = halves(told);
        return halves.size() == 1
                ? halves.get(0).equals(own.plus(ofMonth).toString())
                : halves.get(0).equals(own.toString());
    }

    /** The same of shares of the whole month; true if they did not stand apart then. */
    boolean isOfMonthAsTold(String told) {
        List<String> halves = halves(told);
        return halves.size() == 1 || halves.get(1).equals(ofMonth.toString());
    }

    private static List<String> halves(String told) {
        return List.of(told.split(Pattern.quote(BETWEEN), 2));
    }
}
