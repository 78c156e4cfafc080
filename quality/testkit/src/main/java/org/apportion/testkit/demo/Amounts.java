package org.apportion.testkit.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Random;

/** Quantities with a believable shape: less on weekends, less at night, a little noise. */
final class Amounts {
    private final Random random;

    Amounts(long seed) {
        this.random = new Random(seed);
    }

    /** About the base value on a working day, 55 % of it on a weekend, ± 15 %; that many decimals. */
    BigDecimal ofDay(String base, LocalDate day, int decimals) {
        int percent = day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0 ? 55 : 100;
        return scaled(base, percent * (850 + random.nextInt(301)), decimals);
    }

    /** About the base value at noon, a fifth of it at night. */
    BigDecimal ofHour(String base, LocalDate day, int hour, int decimals) {
        int daylight = 100 - 80 * Math.min(12, Math.abs(13 - hour)) / 12;
        int weekend = day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0 ? 60 : 100;
        return scaled(base, daylight * weekend * (700 + random.nextInt(601)) / 100, decimals);
    }

    /** True in that many of a hundred calls. */
    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private BigDecimal scaled(String base, int perHundredThousand, int decimals) {
        return new BigDecimal(base)
                .multiply(BigDecimal.valueOf(perHundredThousand))
                .add(BigDecimal.valueOf(random.nextInt(1000), 3))
                .divide(BigDecimal.valueOf(100_000), decimals, RoundingMode.HALF_EVEN);
    }
}
