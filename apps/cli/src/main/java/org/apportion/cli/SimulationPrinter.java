package org.apportion.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apportion.model.BillingMonth;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.run.SimulationResult;
import org.jspecify.annotations.Nullable;

/** A simulation as a table: a row per month, unit and currency. */
final class SimulationPrinter {
    private SimulationPrinter() {}

    /** @param all whether lines without a change are shown too */
    static ReportTable table(SimulationResult result, boolean all) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        result.lines().stream().filter(line -> all || moves(line)).forEach(line -> rows.add(row(line)));
        return new ReportTable(
                "Simulation",
                List.of(
                        ReportColumn.text("month"),
                        ReportColumn.text("unit"),
                        ReportColumn.text("name"),
                        ReportColumn.money("before"),
                        ReportColumn.money("after"),
                        ReportColumn.money("change"),
                        ReportColumn.money("rules"),
                        ReportColumn.money("owners"),
                        ReportColumn.money("prices"),
                        ReportColumn.text("currency")),
                rows,
                List.of(),
                notes(result, result.lines().size() - rows.size()));
    }

    /** What one cause adds another may take away again: such a line is told too. */
    private static boolean moves(SimulationResult.Line line) {
        return line.rules().signum() != 0
                || line.owners().signum() != 0
                || line.prices().signum() != 0;
    }

    private static List<@Nullable Object> row(SimulationResult.Line line) {
        return new ArrayList<@Nullable Object>(Arrays.asList(
                line.month().toString(),
                line.unit() == null ? "(unallocated)" : line.unit(),
                line.name(),
                line.before(),
                line.after(),
                line.change(),
                line.rules(),
                line.owners(),
                line.prices(),
                line.currency()));
    }

    private static List<String> notes(SimulationResult result, int left) {
        List<String> notes = new ArrayList<>();
        if (result.changes().isEmpty()) {
            notes.add("The file changes nothing that decides who pays what.");
        } else {
            notes.add("Amounts are prices. rules: moved by rules, tags and cost basis; owners: then by organization and"
                    + " directory; prices: then by prices, rates and currency. They add up to the change.");
        }
        notes.addAll(result.changes());
        if (left > 0) {
            notes.add(Amounts.counted(left, "line") + " without a change not shown; see all with --all.");
        }
        result.totals()
                .forEach((currency, change) -> notes.add("In all " + Amounts.money(change) + " " + currency + "."));
        for (Map.Entry<BillingMonth, String> closed : result.closed().entrySet()) {
            notes.add(closed.getKey()
                    + " is closed and stays as it is; made for real, this would be booked as corrections"
                    + (closed.getValue().isEmpty()
                            ? " by the next open month."
                            : " by the run of " + closed.getValue() + "."));
        }
        notes.add("Nothing was kept or published.");
        return notes;
    }
}
