package org.apportion.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.apportion.run.ImportResult;

/** Tells what imports did, one line per slice; slices that stay as they were are summed up where they are many. */
final class ImportPrinter {
    private static final String UNCHANGED = "unchanged";
    private static final int FEW = 3;

    private ImportPrinter() {}

    /** Returns the exit code: {@link ExitCode#INPUT} if rows were rejected. */
    static ExitCode print(List<ImportResult> results, PrintWriter out) {
        for (ImportResult result : results) {
            printSlices(result, out);
            printRemarks(result, out);
        }
        return exitCode(results);
    }

    /** Prints only what somebody should look at: restated bills, remarks on what is new, and rows that could not be read. */
    static ExitCode printRemarks(List<ImportResult> results, PrintWriter out) {
        for (ImportResult result : results) {
            result.slices().stream()
                    .filter(slice -> !slice.changes().isEmpty())
                    .forEach(slice -> printSlice(result, slice, out));
            if (result.rejected() > 0 || result.slices().stream().anyMatch(slice -> !isUnchanged(slice))) {
                printRemarks(result, out);
            }
        }
        return exitCode(results);
    }

    private static ExitCode exitCode(List<ImportResult> results) {
        return results.stream().anyMatch(result -> result.rejected() > 0) ? ExitCode.INPUT : ExitCode.OK;
    }

    private static boolean isUnchanged(ImportResult.Slice slice) {
        return slice.outcome().equals(UNCHANGED);
    }

    private static void printSlices(ImportResult result, PrintWriter out) {
        long unchanged =
                result.slices().stream().filter(ImportPrinter::isUnchanged).count();
        for (ImportResult.Slice slice : result.slices()) {
            if (unchanged <= FEW || !isUnchanged(slice)) {
                printSlice(result, slice, out);
            }
        }
        if (unchanged > FEW) {
            out.println(result.source() + ": " + Amounts.counted(unchanged, "slice") + " unchanged");
        }
        if (result.slices().isEmpty()) {
            out.println(result.source() + ": nothing to import");
        }
    }

    private static void printSlice(ImportResult result, ImportResult.Slice slice, PrintWriter out) {
        out.println(line(result, slice));
        slice.changes().forEach(change -> out.println("    " + TablePrinter.printable(change)));
    }

    private static void printRemarks(ImportResult result, PrintWriter out) {
        result.notes().forEach(note -> out.println("  note: " + TablePrinter.printable(note)));
        if (result.rejected() > 0) {
            out.println("  " + Amounts.counted(result.rejected(), "row") + " could not be read; listed in "
                    + result.rejects().stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
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
