package org.apportion.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.apportion.run.ImportResult;

/** Tells what imports did, one line per slice. */
final class ImportPrinter {
    private ImportPrinter() {}

    /** Returns the exit code: {@link ExitCode#INPUT} if rows were rejected. */
    static ExitCode print(List<ImportResult> results, PrintWriter out) {
        for (ImportResult result : results) {
            for (ImportResult.Slice slice : result.slices()) {
                out.println(line(result, slice));
                slice.changes().forEach(change -> out.println("    " + TablePrinter.printable(change)));
            }
            if (result.slices().isEmpty()) {
                out.println(result.source() + ": nothing to import");
            }
            result.notes().forEach(note -> out.println("  note: " + TablePrinter.printable(note)));
            if (result.rejected() > 0) {
                out.println("  " + Amounts.counted(result.rejected(), "row") + " could not be read; listed in "
                        + result.rejects().stream().map(Object::toString).collect(Collectors.joining(", ")));
            }
        }
        return results.stream().anyMatch(result -> result.rejected() > 0) ? ExitCode.INPUT : ExitCode.OK;
    }

    private static String line(ImportResult result, ImportResult.Slice slice) {
        String sums = slice.sums().stream()
                .map(sum ->
                        Amounts.counted(sum.records(), "row") + " " + Amounts.money(sum.total()) + " " + sum.measure())
                .collect(Collectors.joining(", "));
        String name = slice.name().equals("all") ? "" : " " + slice.name();
        return TablePrinter.printable(
                result.source() + " " + slice.month() + name + ": " + slice.outcome() + ", " + sums);
    }
}
