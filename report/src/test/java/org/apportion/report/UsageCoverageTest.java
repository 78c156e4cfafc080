package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apportion.model.BillingMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageCoverageTest {
    private static final BillingMonth OCTOBER = BillingMonth.of(2026, 10);

    @TempDir
    Path folder;

    private List<UsageCoverage.Of> read(String lines) throws IOException {
        Files.writeString(folder.resolve("2026-10-01.csv"), "hour,metric,resource,found,expected\n" + lines);
        return UsageCoverage.of(List.of(folder, folder.resolve("none")), OCTOBER);
    }

    @Test
    void aSilentHourAndAGapOfOneResourceAreToldApart() throws IOException {
        // lkc-2 is silent while lkc-1 speaks; then both are. 60 + 30 + 60 + 0 + 60 + 60 of 6 times 60, and 60 of the
        // gap.
        assertThat(read("""
                        2026-10-01T00:00:00Z,bytes,lkc-1,60,60
                        2026-10-01T00:00:00Z,bytes,lkc-2,30,60
                        2026-10-01T01:00:00Z,bytes,lkc-1,60,60
                        2026-10-01T02:00:00Z,bytes,,0,60
                        2026-10-01T03:00:00Z,bytes,lkc-1,61,60
                        2026-10-01T03:00:00Z,bytes,lkc-2,60,60
                        """))
                .containsExactly(new UsageCoverage.Of("bytes", 1, 1, Optional.of(new BigDecimal("0.642857143"))));
    }

    @Test
    void aResourceThatCameLaterHasNoGapBefore() throws IOException {
        assertThat(read("""
                        2026-10-01T00:00:00Z,bytes,lkc-1,60,60
                        2026-10-01T01:00:00Z,bytes,lkc-1,60,60
                        2026-10-01T01:00:00Z,bytes,lkc-2,60,60
                        """)).singleElement().matches(UsageCoverage.Of::isWhole);
    }

    @Test
    void whereNothingIsExpectedOnlyHoursCount() throws IOException {
        assertThat(read("""
                        2026-10-01T00:00:00Z,cfu,,3,
                        2026-10-01T01:00:00Z,cfu,,0,
                        damaged
                        """)).containsExactly(new UsageCoverage.Of("cfu", 1, 0, Optional.empty()));
    }
}
