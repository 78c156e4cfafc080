package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PortableHashTest {

    @Test
    void theHashIsTheFirstFifteenHexDigitsOfTheMd5() {
        // md5("1:a-") = 56f5f2f1..., see the engine's test for the same figure by SQL
        assertThat(PortableHash.of("a", null)).isEqualTo(Long.parseLong(md5Of("1:a-"), 16));
    }

    @Test
    void lengthIsCountedInCodePoints() {
        assertThat(PortableHash.of("\ud83e\udd86")).isEqualTo(Long.parseLong(md5Of("1:\ud83e\udd86"), 16));
    }

    @Test
    void missingAndEmptyAndADashDiffer() {
        assertThat(PortableHash.of((String) null))
                .isNotEqualTo(PortableHash.of(""))
                .isNotEqualTo(PortableHash.of("-"));
    }

    @Test
    void theBorderBetweenTextsCounts() {
        assertThat(PortableHash.of("ab", "c")).isNotEqualTo(PortableHash.of("a", "bc"));
    }

    private static String md5Of(String text) {
        try {
            byte[] digest = java.security.MessageDigest.getInstance("MD5")
                    .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return java.util.HexFormat.of().formatHex(digest).substring(0, 15);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
