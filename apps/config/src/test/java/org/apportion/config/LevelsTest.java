package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of the organization's levels become columns and words of questions. */
final class LevelsTest {
    @TempDir
    private Path folder = Path.of(".");

    private List<String> mistakes(String kind, String second) {
        return Loading.in(folder).mistakes("""
                currency: EUR
                organization:
                  units:
                    - {id: a, kind: %s}
                    - {id: b, kind: %s}
                """.formatted(kind, second));
    }

    @Test
    void aWordThatReportsHaveIsRefusedOnceWithItsPlace() {
        assertThat(mistakes("account", "account"))
                .containsExactly("CONFIG_WRONG_VALUE apportion.yaml:4:21: The level 'account' has a word that means"
                        + " something else in reports and files. Expected a word of your own, such as org-account.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "day",
                "Amount",
                "part",
                "tier",
                "currency",
                "reason",
                "cost_center",
                "Cost-Center",
                "owner",
                "service",
                "ServiceName",
                "sub-account-id",
                "x_LineType",
                "line-type",
                "consumer",
                "metric",
                "unit-name",
                "customer"
            })
    void columnsAndWordsAreTakenWhateverTheirSpelling(String word) {
        assertThat(mistakes(word, "team")).singleElement().asString().startsWith("CONFIG_WRONG_VALUE ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unit", "team", "business-unit", "Geschäftsbereich", "business unit", "squad_2"})
    void otherWordsAreFine(String word) {
        assertThat(mistakes(word, word)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a,b'", "'tag:x'", "'a=b'", "' team'", "'team\"'"})
    void aWordThatNoQuestionCanHoldIsRefused(String word) {
        assertThat(mistakes(word, "team")).singleElement().asString().contains("cannot be written in a question");
    }

    @Test
    void twoSpellingsOfOneLevelAreAConflict() {
        assertThat(mistakes("business-unit", "Business_Unit"))
                .containsExactly("CONFIG_CONFLICT apportion.yaml:5:21: The level 'Business_Unit' is written"
                        + " 'business-unit' at apportion.yaml:4:21; reports make no difference between the two."
                        + " Write business-unit.");
    }
}
