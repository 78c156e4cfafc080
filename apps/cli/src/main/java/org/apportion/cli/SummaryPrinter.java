package org.apportion.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;
import org.apportion.report.MonthSummary;
import org.apportion.report.ReportTable;
import org.apportion.report.UsageCoverage;

/** A month on one page of a terminal: billed, charged, unallocated, who pays, what moved. */
final class SummaryPrinter {
    private SummaryPrinter() {}

    static void print(MonthSummary summary, PrintWriter out) {
        out.println();
        out.println(summary.month() + "  run " + summary.runId() + ": " + Amounts.counted(summary.records(), "record")
                + ", " + Amounts.counted(summary.charges(), "charge") + ", "
                + Amounts.counted(summary.proofs(), "proof") + " passed");
        out.println();
        for (MonthSummary.Total total : summary.totals()) {
            MonthSummary.Bridge bridge = total.bridge();
            out.println("  " + total.currency() + "  billed " + Amounts.money(bridge.invoiced()) + "   charged "
                    + Amounts.money(total.charged()) + "   difference to the records " + plain(total.difference())
                    + "   unallocated " + Amounts.money(total.unallocated()));
            if (total.cost().compareTo(bridge.effective()) == 0 && !bridge.isFlat()) {
                out.println("       billed " + Amounts.money(bridge.invoiced()) + " - prepaid "
                        + Amounts.money(bridge.prepaid()) + " + commitments used " + Amounts.money(bridge.used())
                        + " and unused " + Amounts.money(bridge.unused()) + " + other "
                        + Amounts.money(bridge.other()) + " = effective cost " + Amounts.money(bridge.effective()));
            }
        }
        for (ReportTable table : new ReportTable[] {
            summary.units(), summary.prices(), summary.pools(), summary.unallocated(), summary.movers()
        }) {
            if (!table.rows().isEmpty()) {
                out.println();
                out.println(table.title());
                out.print(TablePrinter.rows(table));
            }
        }
        summary.notes().forEach(note -> out.println("note: " + TablePrinter.printable(note)));
    }

    /** Only of metrics that something is missing of. */
    static void print(List<UsageCoverage.Of> coverage, PrintWriter out) {
        String missing = coverage.stream()
                .filter(one -> !one.isWhole())
                .map(one -> one.metric()
                        + one.ratio().map(ratio -> " " + percent(ratio)).orElse("")
                        + (one.silent() > 0 ? ", " + Amounts.counted(one.silent(), "silent hour") : "")
                        + (one.gaps() > 0 ? ", " + Amounts.counted(one.gaps(), "hour") + " of single resources" : ""))
                .collect(Collectors.joining("; "));
        if (!missing.isEmpty()) {
            out.println("note: Usage that was not measured whole: " + TablePrinter.printable(missing) + ".");
        }
    }

    private static String percent(BigDecimal ratio) {
        return ratio.movePointRight(2).setScale(1, RoundingMode.DOWN) + " %";
    }

    private static String plain(BigDecimal difference) {
        return difference.signum() == 0 ? "0" : difference.toPlainString();
    }
}
