package org.apportion.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FileFilterTest {
    @Test
    void openEndedDatesOfABillAreMicrosecondsToo() {
        // Days since 1970 times 86,400,000,000: providers write year 9999 for "no end" and year 1 for "no begin".
        assertThat(FileFilter.micros(Instant.parse("9999-12-31T00:00:00Z"))).isEqualTo(2_932_896L * 86_400_000_000L);
        assertThat(FileFilter.micros(Instant.parse("0001-01-01T00:00:00Z"))).isEqualTo(-719_162L * 86_400_000_000L);
    }

    @Test
    void aPartOfASecondCountsBeforeAndAfter1970() {
        assertThat(FileFilter.micros(Instant.parse("1970-01-01T00:00:01.000002Z")))
                .isEqualTo(1_000_002);
        assertThat(FileFilter.micros(Instant.parse("1969-12-31T23:59:59.999999Z")))
                .isEqualTo(-1);
    }
}
