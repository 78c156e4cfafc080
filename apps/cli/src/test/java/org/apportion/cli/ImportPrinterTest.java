package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apportion.model.BillingMonth;
import org.apportion.run.ImportResult;
import org.junit.jupiter.api.Test;

class ImportPrinterTest {
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);

    @Test
    void slicesThatStayAsTheyWereAreOneLineWhereTheyAreMany() {
        ImportPrinter.print(List.of(result("usage", days(31, "unchanged"), 0, "told")), out);

        assertThat(text.toString().lines()).containsExactly("usage: 31 slices unchanged", "  note: told");
    }

    @Test
    void fewSlicesAndThoseThatChangedHaveTheirOwnLine() {
        List<ImportResult.Slice> slices = Stream.concat(
                        days(4, "unchanged").stream(), Stream.of(slice("day-9", "replaced")))
                .toList();

        ImportPrinter.print(List.of(result("a", days(1, "unchanged"), 0), result("b", slices, 0)), out);

        assertThat(text.toString().lines())
                .containsExactly(
                        "a 2026-10 day-0: unchanged, 2 rows 7.00 EUR",
                        "b 2026-10 day-9: replaced, 2 rows 7.00 EUR",
                        "b: 4 slices unchanged");
    }

    @Test
    void aQuietRunSaysOnlyWhatSomebodyShouldLookAt() {
        ExitCode code = ImportPrinter.printRemarks(
                List.of(
                        result("same", days(31, "unchanged"), 0, "old news"),
                        result("changed", days(1, "replaced"), 0, "news"),
                        result("broken", days(1, "unchanged"), 3)),
                out);

        assertThat(code).isEqualTo(ExitCode.INPUT);
        assertThat(text.toString().lines())
                .containsExactly("  note: news", "  3 rows could not be read; listed in rejects.csv");
    }

    @Test
    void aRestatedBillIsToldByAQuietRunToo() {
        ImportResult.Slice restated = new ImportResult.Slice(
                BillingMonth.of(2026, 10),
                "october.csv",
                "replaced",
                true,
                List.of(new ImportResult.Sum("EUR", 2, new BigDecimal("33.50"))),
                List.of("2 Compute: 20 -> 23.5 EUR (1 -> 1 record)"));

        ImportPrinter.printRemarks(List.of(result("cloud", List.of(restated, slice("new", "added")), 0)), out);

        assertThat(text.toString().lines())
                .containsExactly(
                        "cloud 2026-10 october.csv: replaced, 2 rows 33.50 EUR",
                        "    2 Compute: 20 -> 23.5 EUR (1 -> 1 record)");
    }

    private static ImportResult result(String source, List<ImportResult.Slice> slices, long rejected, String... notes) {
        List<Path> rejects = rejected == 0 ? List.of() : List.of(Path.of("rejects.csv"));
        return new ImportResult(source, slices, 1, rejected, rejects, List.of(notes));
    }

    private static List<ImportResult.Slice> days(int count, String outcome) {
        return IntStream.range(0, count)
                .mapToObj(day -> slice("day-" + day, outcome))
                .toList();
    }

    private static ImportResult.Slice slice(String name, String outcome) {
        List<ImportResult.Sum> sums = List.of(new ImportResult.Sum("EUR", 2, new BigDecimal("7.00")));
        return new ImportResult.Slice(
                BillingMonth.of(2026, 10), name, outcome, !outcome.equals("unchanged"), sums, List.of());
    }
}
