package org.apportion.model.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagVocabularyTest {

    @Test
    void aListedKeyIsSpelledAsThePolicySpellsIt() {
        TagVocabulary words = words(Map.of("CostCenter", List.of("kst", "cost_center")), Map.of());

        assertThat(words.canonicalKey("COSTCENTER")).isEqualTo("CostCenter");
        assertThat(words.canonicalKey("Cost-Center")).isEqualTo("CostCenter");
        assertThat(words.canonicalKey("KST")).isEqualTo("CostCenter");
    }

    @Test
    void anUnlistedKeyIsFolded() {
        assertThat(words(Map.of(), Map.of()).canonicalKey("App_Name")).isEqualTo("app-name");
    }

    @Test
    void withoutFoldingKeysAndValuesStayAsWritten() {
        TagVocabulary words = new TagVocabulary(TagPolicy.NONE);

        assertThat(words.canonicalKey("App_Name")).isEqualTo("App_Name");
        assertThat(words.canonicalValue("App_Name", "Shop")).isEqualTo("Shop");
    }

    @Test
    void valueMapsAreLookedUpAfterFolding() {
        TagVocabulary words = words(Map.of("team", List.of()), Map.of("Team", Map.of("PAY", "Payments", "n/a", "")));

        assertThat(words.canonicalValue("team", "Pay")).isEqualTo("payments");
        assertThat(words.canonicalValue("TEAM", "Search")).isEqualTo("search");
        assertThat(words.canonicalValue("team", "N/A")).isEmpty();
    }

    @Test
    void missingAndBlankValuesReadAsEmptyText() {
        TagVocabulary words = words(Map.of(), Map.of());

        assertThat(words.canonicalValue("team", null)).isEmpty();
        assertThat(words.canonicalValue("team", " \t")).isEmpty();
    }

    @Test
    void theCanonicalKeyRanksBeforeItsSynonymsInOrder() {
        TagVocabulary words = words(Map.of("team", List.of("squad", "group")), Map.of());

        assertThat(List.of(words.rank("TEAM"), words.rank("Squad"), words.rank("group"), words.rank("other")))
                .containsExactly(0, 1, 2, 0);
    }

    @Test
    void aSpellingForTwoKeysIsRefused() {
        assertThatThrownBy(() -> words(Map.of("team", List.of("owner"), "contact", List.of("Owner")), Map.of()))
                .hasMessage("the tag key 'owner' stands for 'contact' and for 'team'");
    }

    @Test
    void aValueForTwoValuesIsRefused() {
        assertThatThrownBy(() -> words(Map.of(), Map.of("team", Map.of("a", "x", "A", "y"))))
                .hasMessageContaining("of tag 'team' stands for");
    }

    @Test
    void aChainOfValuesIsRefused() {
        assertThatThrownBy(() -> words(Map.of(), Map.of("team", Map.of("a", "b", "b", "c"))))
                .hasMessage("the value 'a' of tag 'team' becomes 'b', which becomes 'c'; map both to 'c'");
    }

    private static TagVocabulary words(Map<String, List<String>> synonyms, Map<String, Map<String, String>> values) {
        return new TagVocabulary(
                new TagPolicy(synonyms, true, true, true, values, List.of(TagPolicy.Origin.values()), List.of()));
    }
}
