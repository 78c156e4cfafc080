package org.apportion.testkit.year;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Amounts with many decimals, always the same ones for a provider and month. */
final class YearAmounts {
    private static final int DECIMALS = 10;

    private final Random random;

    YearAmounts(String provider, YearMonth month) {
        this.random = new Random(31L * (12L * month.getYear() + month.getMonthValue()) + provider.hashCode());
    }

    /** Between the two whole numbers. */
    String between(int least, int most) {
        long units = 10_000_000_000L;
        return BigDecimal.valueOf(least * units + random.nextLong((most - least) * units), DECIMALS)
                .toPlainString();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Four days of the month on which things are billed. */
    static List<LocalDate> days(YearMonth month) {
        return Stream.of(1, 9, 16, 24).map(month::atDay).toList();
    }
}
