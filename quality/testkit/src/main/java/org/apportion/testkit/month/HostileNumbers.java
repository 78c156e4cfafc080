package org.apportion.testkit.month;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

/** Amounts and usage values around every border that arithmetic has: zero, one digit, 2^52, 2^53, 2^62, 2^63 units. */
final class HostileNumbers {
    private static final int[] BORDER_BITS = {31, 32, 52, 53, 62, 63, 64};

    private HostileNumbers() {}

    /** A cost of up to 18 decimals; one in three is negative. */
    static BigDecimal cost(Random random) {
        BigDecimal amount = switch (random.nextInt(20)) {
            case 0, 1 -> BigDecimal.ZERO;
            case 2 -> BigDecimal.valueOf(1 + random.nextInt(3), 18);
            case 3 -> BigDecimal.valueOf(random.nextInt(3_000_000), 18);
            case 4 -> BigDecimal.valueOf(1 + random.nextInt(20), 12);
            case 5, 6 -> border(random, 12);
            case 7 -> new BigDecimal("10000000").add(decimals(random, 18));
            case 8 -> new BigDecimal(new BigInteger(50, random)).add(decimals(random, 18));
            case 9 -> BigDecimal.valueOf(random.nextInt(1000));
            case 10, 11, 12 -> new BigDecimal(new BigInteger(4 + random.nextInt(80), random), 18);
            default -> BigDecimal.valueOf(random.nextInt(100)).add(decimals(random, 10));
        };
        return random.nextInt(3) == 0 ? amount.negate() : amount;
    }

    /** A usage value of up to nine decimals, never negative; {@code bits} bounds its size in units of 1e-9. */
    static BigDecimal usage(Random random, int bits) {
        return switch (random.nextInt(8)) {
            case 0 -> BigDecimal.ZERO;
            case 1 -> BigDecimal.valueOf(1, 9);
            case 2 -> BigDecimal.valueOf(1 + random.nextInt(4));
            default -> new BigDecimal(new BigInteger(1 + random.nextInt(bits), random), 9);
        };
    }

    /** One of the borders in units of 10^-decimals, or one unit beside it. */
    private static BigDecimal border(Random random, int decimals) {
        int bits = BORDER_BITS[random.nextInt(BORDER_BITS.length)];
        BigInteger units = BigInteger.ONE.shiftLeft(bits).add(BigInteger.valueOf(random.nextInt(3) - 1L));
        return new BigDecimal(units, decimals);
    }

    /** Zero to one, with that many decimals. */
    private static BigDecimal decimals(Random random, int count) {
        return new BigDecimal(new BigInteger(80, random).mod(BigInteger.TEN.pow(count)), count);
    }
}
