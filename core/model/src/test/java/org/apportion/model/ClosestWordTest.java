package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClosestWordTest {
    private static final List<String> KNOWN = List.of("metrics", "reread-days", "page-size", "pace-size");

    @Test
    void aLetterThatIsMissingAddedReplacedOrSwappedIsOneEdit() {
        assertThat(ClosestWord.edits("metrics", "metrcs")).isEqualTo(1);
        assertThat(ClosestWord.edits("metrics", "mettrics")).isEqualTo(1);
        assertThat(ClosestWord.edits("metrics", "metrigs")).isEqualTo(1);
        assertThat(ClosestWord.edits("metrics", "mertics")).isEqualTo(1);
        assertThat(ClosestWord.edits("metrics", "metrics")).isZero();
        assertThat(ClosestWord.edits("", "ab")).isEqualTo(2);
    }

    @Test
    void theClosestWordIsFoundWhateverItsCaseAndDashes() {
        assertThat(ClosestWord.of("metrcs", KNOWN)).contains("metrics");
        assertThat(ClosestWord.of("Reread_Day", KNOWN)).contains("reread-days");
    }

    @Test
    void ofTwoEquallyCloseWordsTheFirstInTheAlphabetIsTaken() {
        assertThat(ClosestWord.of("pase-size", KNOWN)).contains("pace-size");
    }

    @Test
    void aWordThatIsFarFromAllIsNone() {
        assertThat(ClosestWord.of("bucket", KNOWN)).isEmpty();
        assertThat(ClosestWord.of("x", List.of())).isEmpty();
    }
}
