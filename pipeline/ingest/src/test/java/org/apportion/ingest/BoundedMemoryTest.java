package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apportion.model.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bill larger than the memory that the engine may take: it is worked off in pieces, not held. */
class BoundedMemoryTest {
    private static final int ROWS = 650_000;

    @TempDir
    Path root;

    @Test
    void aBillLargerThanTheLimitInWhichNothingRepeatsIsImportedToTheLastCent() throws IOException {
        Path bill = Files.createDirectories(root.resolve("bills")).resolve("oct.csv");
        write(bill);
        assertThat(Files.size(bill)).isGreaterThan(192_000_000);

        try (Installation here = new Installation(root, "192MB")) {
            ImportReport report = here.run(Installation.focus(bill));

            assertThat(report.rejected()).isZero();
            String lines = here.lake().current().relation(Tables.COST_RECORD);
            assertThat(here.engine().query("SELECT sum(BilledCost)::INT::VARCHAR FROM " + lines, row -> row.text(0)))
                    .containsExactly("6500");
        }
    }

    /** Each row costs a cent and has texts of its own, 150 characters of them. */
    private static void write(Path bill) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        try (BufferedWriter out = Files.newBufferedWriter(bill)) {
            out.write(FocusBill.HEADING + "\n");
            for (int row = 0; row < ROWS; row++) {
                StringBuilder extra = new StringBuilder();
                while (extra.length() < 150) {
                    extra.append(Long.toHexString(random.nextLong()));
                }
                out.write(String.format(
                        Locale.ROOT,
                        "acc,sub,USD,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-%02dT%02d:00:00Z,"
                                + "2026-10-%02dT%02d:59:59Z,Usage,Compute,vm-%d,0.01,0.01,0.01,0.01,,%s%n",
                        1 + row % 31,
                        row % 23,
                        1 + row % 31,
                        row % 23,
                        row,
                        extra));
            }
        }
    }
}
