package org.apportion.model.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apportion.model.organization.TagPolicy.Origin;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareNotationTest {
    private static final List<String> PIECES =
            List.of("a", "B", "b", ";", ";", ":", ":", "60", "40", "0", "1.5", " ", "x:2", "c", "0.0000000001", "=");

    @Test
    void ownersAreReadWithTheirWeights() {
        assertThat(owners("a:60;b:40"))
                .containsExactly(Map.entry("a", new BigDecimal("60")), Map.entry("b", new BigDecimal("40")));
    }

    @ParameterizedTest
    @CsvSource({
        "b:40;a:60, a:60;b:40",
        " A : 60 ; b:40, a:60;b:40",
        "a:60.0;b:40, a:60;b:40",
        "b;a, a;b",
        "a:50;b:50, a;b",
        "a:1;b:1;a:1, a:2;b:1",
        "a:3;b:0;c:1, a:3;c:1",
        "a:100, a",
        "shop:70;b:30, b:30;web:70",
        "both, a:60;b:40"
    })
    void oneOwnershipIsWrittenInOneWay(String written, String canonical) {
        assertThat(words(";", ":").canonicalValue("team", written)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a:60;b", "a;;b", ";", "a:0;b:0", "a:1234567;b:1", "a:0.0000000001;b:1", "a:-1;b:2", "a:b"})
    void anythingElseIsOnePlainValue(String text) {
        TagVocabulary words = words(";", ":");

        assertThat(words.canonicalValue("team", text)).isEqualTo(text);
        assertThat(words.owners("team", text)).isEmpty();
    }

    @Test
    void moreThanAHundredNamesAreOnePlainValue() {
        String text = IntStream.range(0, 101).mapToObj(i -> "t" + i).collect(Collectors.joining(";"));

        assertThat(owners(text)).isEmpty();
    }

    @Test
    void onlyListedKeysHaveSeveralOwners() {
        assertThat(words(";", ":").owners("stage", "a;b")).isEmpty();
        assertThat(words(";", ":").isShared("Team")).isTrue();
    }

    @Test
    void separatorsMayBeThoseThatAProviderAllows() {
        assertThat(words("__", "-").canonicalValue("team", "b-40__a-60")).isEqualTo("a-60__b-40");
    }

    @Test
    void aNameThatWouldBeReadDifferentlyTheSecondTimeLeavesTheValuePlain() {
        // Sorted, the two names read "a___b", which would be "a" and "_b".
        assertThat(words("__", "-").canonicalValue("team", "b__a_")).isEqualTo("b__a_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "and", ".", " ", "1", ";;;;"})
    void separatorsThatNamesOrNumbersContainAreRefused(String separator) {
        assertThatThrownBy(() -> new ShareNotation(separator, ":")).hasMessageContaining("cannot separate owners");
    }

    @Test
    void separatorsWithACommonCharacterAreRefused() {
        assertThatThrownBy(() -> new ShareNotation("__", "_")).hasMessage("'__' and '_' share a character");
    }

    @Test
    void aKeyWithAnEqualsSignCannotHaveShares() {
        TagPolicy policy = policy(Map.of(), Map.of("a=b", ShareNotation.USUAL));

        assertThatThrownBy(() -> new TagVocabulary(policy)).hasMessageContaining("contains '='");
    }

    @Test
    void aKeyListedTwiceIsRefused() {
        TagPolicy policy = policy(Map.of(), Map.of("team", ShareNotation.USUAL, "TEAM", ShareNotation.USUAL));

        assertThatThrownBy(() -> new TagVocabulary(policy)).hasMessageContaining("is listed twice, in two spellings");
    }

    @Test
    void aMappedValueThatIsReadOnIsRefused() {
        TagPolicy policy = policy(Map.of("team", Map.of("x", "b;a", "a;b", "c")), Map.of("team", ShareNotation.USUAL));

        assertThat(new TagVocabulary(policy).canonicalValue("team", "x")).isEqualTo("c");
        TagPolicy chain = policy(
                Map.of("team", Map.of("x", "b;a", "a;b", "d;c", "c;d", "e")), Map.of("team", ShareNotation.USUAL));
        assertThatThrownBy(() -> new TagVocabulary(chain)).hasMessageContaining("which becomes 'e'");
    }

    @RepeatedTest(500)
    void readingTwiceEqualsReadingOnceAndWeightsStayInProportion(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        String text = IntStream.range(0, 1 + random.nextInt(9))
                .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
                .collect(Collectors.joining());
        TagVocabulary words = words(";", ":");

        String once = words.canonicalValue("team", text);

        assertThat(words.canonicalValue("team", once)).as("'%s'", text).isEqualTo(once);
        assertThat(words.owners("team", once).values()).allMatch(weight -> weight.signum() > 0);
    }

    private static Map<String, BigDecimal> owners(String text) {
        TagVocabulary words = words(";", ":");
        return words.owners("team", words.canonicalValue("team", text));
    }

    private static TagVocabulary words(String between, String weight) {
        return new TagVocabulary(policy(
                Map.of("team", Map.of("shop", "web", "both", "b:40;a:60")),
                Map.of("team", new ShareNotation(between, weight))));
    }

    private static TagPolicy policy(Map<String, Map<String, String>> values, Map<String, ShareNotation> shares) {
        return new TagPolicy(
                Map.of(), true, false, true, values, List.of(Origin.values()), List.of(), Map.of(), shares);
    }
}
