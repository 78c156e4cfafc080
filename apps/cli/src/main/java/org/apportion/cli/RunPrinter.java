package org.apportion.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.run.MonthResult;

/** Tells what a run achieved: sums, proofs, files. */
final class RunPrinter {
    private RunPrinter() {}

    static void print(MonthResult result, PrintWriter out) {
        out.println((result.committed() ? "Run " : "Dry run ") + result.runId() + ": " + Amounts.count(result.records())
                + " records in " + Amounts.count(result.groups()) + " groups, " + Amounts.count(result.charges())
                + " charges, " + Amounts.count(result.priceLines()) + " price lines, "
                + result.result().proofs().size() + " proofs passed");
        result.result().totals().forEach(total -> {
            out.println("  billed " + Amounts.money(total.billed()) + " " + total.currency() + ", charged "
                    + Amounts.money(total.charged()) + " " + total.currency() + ", difference "
                    + total.charged().subtract(total.billed()).stripTrailingZeros().toPlainString());
            for (Map.Entry<String, java.math.BigDecimal> reason :
                    new TreeMap<>(total.unallocated()).entrySet()) {
                out.println("    unallocated, " + reason.getKey() + ": " + Amounts.money(reason.getValue()) + " "
                        + total.currency());
            }
        });
        result.priceWarnings().forEach(warning -> out.println("  warning: " + TablePrinter.printable(warning)));
        result.files()
                .forEach(file -> out.println(
                        "  wrote " + file.path() + " (" + Amounts.count(file.rows()) + " rows)"));
    }
}
