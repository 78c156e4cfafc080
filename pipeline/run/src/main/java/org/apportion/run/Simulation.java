package org.apportion.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.lake.LakeView;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.Periods;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.table.Tables;
import org.apportion.spi.Progress;

/**
 * Calculates months with another configuration beside the one in force: what would each unit pay? Nothing is written to the lake
 * or the ledger and nothing is published; all happens in the engine's session, so it also needs no turn among writers. Closed
 * months are calculated like others; what they hold is not looked at.
 *
 * <p>A month is calculated step by step: in force, then with the other rules, then also with the other owners, then also with the
 * other prices. What a step moves is its effect, so the effects of a unit add up to its change to the last digit. Each split is
 * proven like that of a run.
 */
public final class Simulation {
    private final Workspace workspace;
    private final Progress progress;

    public Simulation(Workspace workspace, Progress progress) {
        this.workspace = workspace;
        this.progress = progress;
    }

    /**
     * Runs the months that have records.
     *
     * @param first inclusive
     * @param last inclusive
     * @param other the configuration to try; its rules, tags, cost basis, organization, directory, prices, rates and reporting
     *     currency count, not its sources or folders
     * @throws ApportionException {@code RUN_NO_RECORDS} if no month has any, {@code RUN_PROOF_FAILED}, or what a step refuses
     */
    public SimulationResult run(BillingMonth first, BillingMonth last, Configuration other) {
        LakeView view = workspace.lake().current();
        List<BillingMonth> months = view.values(Tables.COST_RECORD, "x_BillingMonth").stream()
                .map(BillingMonth::parse)
                .filter(month -> month.compareTo(first) >= 0 && month.compareTo(last) <= 0)
                .toList();
        if (months.isEmpty()) {
            throw MonthRun.noRecords(first.equals(last) ? first.toString() : first + ".." + last);
        }
        Configuration inForce = workspace.configuration();
        List<SimulationResult.Line> lines = new ArrayList<>();
        progress.start("simulate", months.size(), "months");
        for (BillingMonth month : months) {
            lines.addAll(new SimulatedMonth(workspace.engine(), month, view).compare(inForce, other));
            progress.advanceTo(months.indexOf(month) + 1);
        }
        progress.finish("simulated");
        return new SimulationResult(lines, SimulationChanges.between(inForce, other), booking(months, view));
    }

    /** Closed months among these, with the month that would book the same change if it were made; may be empty text. */
    private Map<BillingMonth, String> booking(List<BillingMonth> months, LakeView view) {
        List<Period> closed = workspace.ledger().read(transaction -> new Periods(transaction).closed());
        Map<BillingMonth, String> booking = new TreeMap<>();
        for (Period period : closed) {
            if (months.contains(period.month())) {
                booking.put(
                        period.month(),
                        CorrectionStep.booksFor(view, period.month(), closed)
                                .map(BillingMonth::toString)
                                .orElse(""));
            }
        }
        return booking;
    }
}
