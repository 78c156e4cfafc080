package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodePointOrderTest {

    @Test
    void charactersBeyondTheBasicPlaneComeLastAsTheirUtf8BytesDo() {
        // U+FF5E is EF BD 9E in UTF-8 and U+1F600 is F0 9F 98 80, yet as UTF-16 the second begins with D83D.
        assertThat(List.of("\uD83D\uDE00", "\uFF5E", "b", "ab", "a").stream().sorted(CodePointOrder.INSTANCE))
                .containsExactly("a", "ab", "b", "\uFF5E", "\uD83D\uDE00");
    }
}
