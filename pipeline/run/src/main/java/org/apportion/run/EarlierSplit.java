package org.apportion.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.ledger.NamedSnapshot;
import org.apportion.ledger.Run;
import org.apportion.ledger.period.Period;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.output.OutputDefinition.Content;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;

/**
 * The newest committed run of a month, of which charges may be kept: its inputs and results as they were. That of a closed month is
 * the run it was closed with.
 *
 * @param view the lake as the run read it, with what the run wrote
 */
record EarlierSplit(Run run, SplitState state, LakeView view) {
    private static final Set<String> RESULTS =
            Set.of(Tables.CHARGE.name(), Tables.RECORD_GROUP.name(), Tables.RESOLVED_TAG.name());

    /**
     * What a run may build upon.
     *
     * @param earlier empty if all must be split
     * @param why the reason if all must be split although there is an earlier run; else empty text
     */
    record Found(Optional<EarlierSplit> earlier, String why) {
        static final Found NOTHING = new Found(Optional.empty(), "");

        private static Found all(String why) {
            return new Found(Optional.empty(), why);
        }
    }

    /** Looks for the newest committed run of the month and for reasons not to build upon it. */
    static Found of(Workspace workspace, BillingMonth month, MonthRun.RunSettings settings) {
        return workspace.ledger().read(transaction -> {
            Optional<Run> run = transaction.runs().latestCommitted(month);
            if (run.isEmpty()) {
                return Found.NOTHING;
            }
            Configuration configuration = workspace.configuration();
            for (OutputDefinition output : configuration.outputs()) {
                if (output.content() == Content.FOCUS) {
                    return Found.all("the output " + output.id() + " splits each record");
                }
            }
            if (configuration.chargeHours()) {
                return Found.all("the hours of all charges are stored");
            }
            return of(workspace, run.get(), settings, transaction);
        });
    }

    /** Looks at the run that a closed month was closed with; only its charges are asked for, not its hours nor its bundle. */
    static Found ofClosed(Workspace workspace, Period period, MonthRun.RunSettings settings) {
        return workspace
                .ledger()
                .read(transaction ->
                        of(workspace, transaction.runs().find(period.run()).orElseThrow(), settings, transaction));
    }

    private static Found of(
            Workspace workspace, Run run, MonthRun.RunSettings settings, LedgerTransaction transaction) {
        if (settings.full()) {
            return Found.all("--full asks for it");
        }
        if (!run.start().codeVersion().equals(settings.codeVersion())) {
            return Found.all("run " + run.id() + " was made by another version of Apportion");
        }
        Configuration configuration = workspace.configuration();
        Optional<SplitState> state = SplitState.read(run.result().facts());
        Map<String, Long> snapshots = new TreeMap<>(run.start().inputs());
        snapshots.keySet().removeAll(RESULTS);
        List<NamedSnapshot> written = transaction.snapshots().namedBy(run.id());
        written.forEach(named -> snapshots.put(named.table(), named.snapshotId()));
        boolean complete = snapshots.keySet().containsAll(RESULTS)
                && snapshots.entrySet().stream()
                        .allMatch(entry ->
                                transaction.snapshots().kept(entry.getKey()).contains(entry.getValue()));
        if (state.isEmpty() || !complete) {
            return Found.all("run " + run.id() + " did not keep what is needed");
        }
        if (!state.get().basis().equals(SplitState.basis(configuration))) {
            return Found.all("the cost basis has changed, or how tags name several owners");
        }
        return new Found(
                Optional.of(new EarlierSplit(run, state.get(), workspace.lake().at(snapshots))), "");
    }

    /** Rows of the month that the run wrote, as a table expression. */
    String written(TableSchema table) {
        return view.relation(
                table, FileFilter.ALL.is("billing_month", run.start().month().toString()));
    }
}
