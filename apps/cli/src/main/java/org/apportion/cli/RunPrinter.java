package org.apportion.cli;

import java.io.PrintWriter;
import org.apportion.run.MonthResult;

/** Tells what a run achieved: sums, proofs, files. */
final class RunPrinter {
    private RunPrinter() {}

    static void print(MonthResult result, PrintWriter out) {
        MonthResult.Counts counts = result.counts();
        out.println((result.committed() ? "Run " : "Dry run ") + result.runId() + ": "
                + Amounts.counted(counts.records(), "record")
                + " in " + Amounts.counted(counts.groups(), "group") + ", "
                + Amounts.counted(counts.charges(), "charge") + ", "
                + Amounts.counted(counts.priceLines(), "price line") + ", "
                + Amounts.counted(result.proofs(), "proof") + " passed");
        for (MonthResult.Sum sum : result.sums()) {
            out.println("  cost " + Amounts.money(sum.billed()) + " " + sum.currency() + ", charged "
                    + Amounts.money(sum.charged()) + " " + sum.currency() + ", difference "
                    + sum.difference().stripTrailingZeros().toPlainString());
            sum.unallocated()
                    .forEach((reason, amount) -> out.println(
                            "    unallocated, " + reason + ": " + Amounts.money(amount) + " " + sum.currency()));
        }
        printSplit(result, out);
        printFiles(result, out);
    }

    /** What was split again, if the month had been run before. */
    static void printSplit(MonthResult result, PrintWriter out) {
        if (!result.split().isEmpty()) {
            out.println(result.split());
        }
    }

    /** Warnings, then the files that were published. */
    static void printFiles(MonthResult result, PrintWriter out) {
        result.warnings().forEach(warning -> out.println("warning: " + TablePrinter.printable(warning)));
        if (!result.outputs().isEmpty()) {
            out.println();
            out.println("Files");
            result.outputs()
                    .forEach(output ->
                            out.println("  " + output.path() + " (" + Amounts.counted(output.rows(), "row") + ")"));
        }
    }
}
