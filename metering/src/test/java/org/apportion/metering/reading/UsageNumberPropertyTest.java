package org.apportion.metering.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class UsageNumberPropertyTest {
    private static final List<String> ODD = List.of(
            "1e2147483648",
            "1e2147483647",
            "-1e2147483648",
            "1e-2147483648",
            "1e-99999",
            "1e99999",
            "1e999999999999999999999",
            "0e2147483648",
            "NaN",
            "Infinity",
            "-Infinity",
            "9".repeat(39),
            "9".repeat(300),
            "9".repeat(5_000),
            "0." + "1".repeat(300),
            "0." + "1".repeat(5_000),
            "",
            " ",
            " 1",
            "1 ",
            "+1",
            "0x1",
            "1.",
            ".5",
            "1,5",
            "1_000",
            "1e",
            "-",
            "--1",
            "null",
            "\"1\"",
            "\u0661\u0662",
            "\uff11",
            "1\u0000");

    @Test
    void anOddTextIsNoNumber() {
        assertThat(ODD).allSatisfy(text -> assertThat(UsageNumber.of(text)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "12", "-12.50", "00012.5", "0.00000000000000000000000000000000000001"})
    void aPlainNumberKeepsItsDigits(String text) {
        assertThat(UsageNumber.of(text)).contains(new BigDecimal(text));
    }

    /** An odd number in JSON is no number, or the text is no JSON; never anything else. */
    @Test
    void anOddNumberInJsonHidesNothingBesideIt() {
        for (String odd : ODD) {
            String json = "{\"before\": 1.5, \"odd\": " + odd + ", \"after\": 2}";
            try {
                JsonNode tree = ForeignJson.tree(json);
                assertThat(UsageNumber.of(tree.path("before"))).as(odd).contains(new BigDecimal("1.5"));
                assertThat(UsageNumber.of(tree.path("after"))).as(odd).contains(new BigDecimal("2"));
                if (!odd.strip().equals("1")) {
                    assertThat(UsageNumber.of(tree.path("odd"))).as(odd).isEmpty();
                }
            } catch (JacksonException e) {
                assertThat(odd).as("refused as no JSON").doesNotMatch("-?(0|[1-9][0-9]*)([.][0-9]+)?(e-?[0-9]+)?");
            }
        }
    }

    @Test
    void whateverStandsForANumberThrowsNothingButItsOwnRefusal() {
        long seed = 7;
        Random random = new Random(seed);
        String signs = "0123456789.-+eE x\u0661";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(14);
            for (int i = 0; i < length; i++) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            String written = text.toString();
            UsageNumber.of(written)
                    .ifPresent(number -> assertThat(number)
                            .as("seed %d: %s", seed, written)
                            .isEqualByComparingTo(new BigDecimal(written)));
            try {
                UsageNumber.of(ForeignJson.tree(written))
                        .ifPresent(number -> assertThat(number)
                                .as("seed %d: %s", seed, written)
                                .isEqualByComparingTo(new BigDecimal(written.strip())));
            } catch (JacksonException e) {
                assertThat(written).as("seed %d", seed).doesNotMatch("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?");
            }
        }
    }

    @Test
    void oneValueIsReadAndNothingAfterIt() {
        assertThat(ForeignJson.tree("").isMissingNode()).isTrue();
        assertThatThrownBy(() -> ForeignJson.tree("1 2")).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> ForeignJson.tree("{\"a\": 1, \"a\": 2}")).isInstanceOf(JacksonException.class);
    }
}
