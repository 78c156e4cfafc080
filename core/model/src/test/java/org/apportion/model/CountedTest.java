package org.apportion.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
    @Test
    void oneIsSingularAndEverythingElsePlural() {
        assertThat(Counted.of(1, "record")).isEqualTo("1 record");
        assertThat(Counted.of(0, "record")).isEqualTo("0 records");
        assertThat(Counted.of(1204, "entry")).isEqualTo("1204 entries");
        assertThat(Counted.of(2, "day")).isEqualTo("2 days");
        assertThat(Counted.noun(1, "directory entry")).isEqualTo("directory entry");
    }
}
