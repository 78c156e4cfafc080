package org.apportion.model.organization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelWordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"day", "Cost_Center", "service", "billing_month", "x_LineType", "line-type", "SubAccountId"})
    void aWordThatIsAColumnCannotNameALevel(String word) {
        assertThat(LevelWords.isTaken(word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"team", "Department", "business-unit", "unit"})
    void otherWordsCan(String word) {
        assertThat(LevelWords.isTaken(word)).isFalse();
    }

    @Test
    void questionsWriteAColumnInKebabCase() {
        assertThat(LevelWords.kebab("x_LineType")).isEqualTo("line-type");
        assertThat(LevelWords.kebab("SubAccountId")).isEqualTo("sub-account-id");
    }
}
