package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsumerKindTest {

    @ParameterizedTest
    @EnumSource
    void aKindIsReadAsItIsWritten(ConsumerKind kind) {
        assertThat(ConsumerKind.of(kind.text())).isEqualTo(kind);
    }

    @Test
    void anUnknownKindIsNamed() {
        assertThatThrownBy(() -> ConsumerKind.of("team")).hasMessage("'team' is not a kind of consumer");
    }
}
