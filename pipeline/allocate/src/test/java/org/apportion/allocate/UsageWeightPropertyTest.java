package org.apportion.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.UsageKey;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples become whole weights exactly, whatever their magnitude and the exponent that their sum asks for. */
class UsageWeightPropertyTest {
    private static final int SAMPLES = 600;
    private static final int DECIMALS = 9;
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(62);

    @TempDir
    Path folder;

    /** @param digits most digits before the point */
    @ParameterizedTest(name = "up to {0} digits")
    @ValueSource(ints = {1, 5, 6, 7, 9, 10, 13, 15, 16, 17, 18, 19, 20, 25})
    void aWeightIsTheFloorOfItsBillionths(int digits) {
        Random random = new Random(digits);
        Map<String, BigDecimal> values = new HashMap<>();
        SmallMonth month = new SmallMonth()
                .record("1", "01T00:00", "31T00:00")
                .rule(new Tier.ByMetric("bytes", UsageKey.RESOURCE_ID));
        for (int i = 0; i < SAMPLES; i++) {
            String consumer = "sa-" + i;
            values.put(consumer, value(random, digits));
            month.sample("bytes", "01T00:00", consumer, values.get(consumer).toPlainString());
        }
        int exponent = exponent(values.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        Map<String, String> weights = new HashMap<>();
        try (PlanSession session = new PlanSession(folder)) {
            session.runUpTo("kernel_use", month.data());
            session.engine()
                    .forEach(
                            "SELECT p.name, u.w FROM kernel_use AS u JOIN kernel_consumer AS p ON p.c = u.c",
                            row -> weights.put(row.text(0), Long.toString(row.number(1))));
        }
        Map<String, String> expected = new HashMap<>();
        values.forEach((consumer, value) -> expected.put(
                consumer,
                value.movePointRight(DECIMALS - exponent)
                        .setScale(0, RoundingMode.FLOOR)
                        .toPlainString()));
        assertThat(weights).isEqualTo(expected);
    }

    private static int exponent(BigDecimal total) {
        int exponent = 0;
        while (total.movePointRight(DECIMALS - exponent).toBigInteger().compareTo(LIMIT) >= 0) {
            exponent++;
        }
        return exponent;
    }

    /** Often just below or at a whole number, where floating point estimates a whole part that is too large. */
    private static BigDecimal value(Random random, int digits) {
        BigInteger whole = new BigInteger(4 * digits, random).mod(BigInteger.TEN.pow(1 + random.nextInt(digits)));
        long[] fractions = {0, 1, 999_999_999, random.nextInt(1_000_000_000)};
        return new BigDecimal(whole).add(BigDecimal.valueOf(fractions[random.nextInt(fractions.length)], DECIMALS));
    }
}
