package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a,b", "say \"x\"", "\"", " a", "a ", "two\nlines", "cr\r", "\"\",\"\""})
    void aCellComesBackAsItWent(String text) {
        assertThat(Csv.cells("x," + Csv.cell(text) + ",y")).containsExactly("x", text, "y");
    }

    @Test
    void onlyWhatNeedsQuotesHasThem() {
        assertThat(Csv.cell("sa-1")).isEqualTo("sa-1");
        assertThat(Csv.cell("a,b")).isEqualTo("\"a,b\"");
    }
}
