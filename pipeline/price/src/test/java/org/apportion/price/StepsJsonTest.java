package org.apportion.price;

import static org.apportion.price.Cases.chf;
import static org.apportion.price.Cases.day;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.apportion.model.Money;
import org.apportion.model.price.ExchangeRate;
import org.junit.jupiter.api.Test;

class StepsJsonTest {

    @Test
    void eachStepSaysWhatItIsAndWhatCameOut() {
        ExchangeRate rate = new ExchangeRate(day(1), "EUR", "CHF", new BigDecimal("0.9"), "ECB");

        assertThat(StepsJson.write(List.of(
                        new PriceStep.AllocatedCost(Money.of("100.00", "EUR")),
                        new PriceStep.Converted(day(1), day(3), Money.of("100", "EUR"), rate, chf("90.000")),
                        new PriceStep.Multiplied("markup", new BigDecimal("1.10"), Cases.from(1), chf("99")))))
                .isEqualTo("[{\"step\":\"cost\",\"result\":\"100\",\"currency\":\"EUR\"},"
                        + "{\"step\":\"convert\",\"from-day\":\"2026-10-01\",\"to-day\":\"2026-10-03\",\"of\":\"100\","
                        + "\"from\":\"EUR\",\"rate\":\"0.9\",\"day\":\"2026-10-01\",\"source\":\"ECB\","
                        + "\"result\":\"90\",\"currency\":\"CHF\"},"
                        + "{\"step\":\"multiply\",\"price\":\"markup\",\"factor\":\"1.1\",\"valid-from\":\"2026-10-01\","
                        + "\"result\":\"99\",\"currency\":\"CHF\"}]");
    }

    @Test
    void allKindsOfStepsAreWritten() {
        Money one = chf("1");

        assertThat(StepsJson.write(List.of(
                        new PriceStep.ComponentCost("db/cpu", new BigDecimal("0.4"), null, one),
                        new PriceStep.Sum(one),
                        new PriceStep.Share(BigDecimal.ONE, BigDecimal.TEN, new BigDecimal("20"), one),
                        new PriceStep.UnitPrice(BigDecimal.TEN, "storage", "GiB", chf("0.1"), one),
                        new PriceStep.FixedPrice("support", one),
                        new PriceStep.EffectiveDays(15, 16, 31, one),
                        new PriceStep.Gap(chf("50"), chf("49"), one),
                        new PriceStep.Rounded(18, one),
                        new PriceStep.NotCharged("db", chf("0")))))
                .isEqualTo("[{\"step\":\"component-cost\",\"component\":\"db/cpu\",\"share\":\"0.4\"," + result("1")
                        + ",{\"step\":\"sum\"," + result("1")
                        + ",{\"step\":\"share\",\"weight\":\"1\",\"before\":\"10\",\"total\":\"20\"," + result("1")
                        + ",{\"step\":\"unit-price\",\"quantity\":\"10\",\"of\":\"storage\",\"usage-unit\":\"GiB\","
                        + "\"price-per-unit\":\"0.1 CHF\"," + result("1")
                        + ",{\"step\":\"fixed-price\",\"of\":\"support\"," + result("1")
                        + ",{\"step\":\"effective-days\",\"before\":\"15\",\"days\":\"16\",\"of-days\":\"31\","
                        + result("1")
                        + ",{\"step\":\"gap\",\"minimum\":\"50\",\"total\":\"49\"," + result("1")
                        + ",{\"step\":\"round\",\"scale\":\"18\",\"rounding\":\"half-even\"," + result("1")
                        + ",{\"step\":\"not-charged\",\"service\":\"db\"," + result("0") + "]");
    }

    @Test
    void hostileTextCannotLeaveItsString() {
        assertThat(reason("\",\"result\":\"0\"}]\\")).isEqualTo("\\\",\\\"result\\\":\\\"0\\\"}]\\\\");
    }

    @Test
    void controlCharactersLineSeparatorsAndHalfSurrogatesAreEscaped() {
        assertThat(reason("a\nb\u0000\u007F\u2028\uD83Dx")).isEqualTo("a\\u000ab\\u0000\\u007f\\u2028\\ud83dx");
    }

    @Test
    void otherTextStaysReadable() {
        assertThat(reason("Größe – 容量 \uD83D\uDE00 </script>")).isEqualTo("Größe – 容量 \uD83D\uDE00 </script>");
    }

    @Test
    void largeAndSmallNumbersAreWrittenOut() {
        assertThat(StepsJson.write(List.of(new PriceStep.AllocatedCost(chf("1e20")))))
                .contains("\"100000000000000000000\"");
        assertThat(StepsJson.write(List.of(new PriceStep.AllocatedCost(chf("1e-18")))))
                .contains("\"0.000000000000000001\"");
    }

    private static String reason(String text) {
        String json = StepsJson.write(List.of(new PriceStep.FixedPrice(text, chf("1"))));
        String before = "[{\"step\":\"fixed-price\",\"of\":\"";
        String after = "\",\"result\":\"1\",\"currency\":\"CHF\"}]";
        assertThat(json).startsWith(before).endsWith(after);
        return json.substring(before.length(), json.length() - after.length());
    }

    private static String result(String amount) {
        return "\"result\":\"" + amount + "\",\"currency\":\"CHF\"}";
    }
}
