package org.apportion.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apportion.ingest.Change;
import org.apportion.ingest.FileReport;
import org.apportion.ingest.ImportReport;
import org.apportion.ingest.ImportRequest;
import org.apportion.ingest.ImportSettings;
import org.apportion.ingest.Importer;
import org.apportion.ingest.SliceReport;
import org.apportion.ingest.problem.ImportError;
import org.apportion.ledger.period.Periods;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.Counted;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.source.SourceDefinition.Kind;
import org.apportion.spi.Progress;

/** Imports the sources of a configuration, one after the other. */
public final class Imports {
    private final Workspace workspace;
    private final Importer importer;
    private final Progress progress;

    /** @param patience how long to wait for another process that writes the same data */
    public Imports(Workspace workspace, Duration patience, Progress progress) {
        this.workspace = workspace;
        this.progress = progress;
        ImportSettings usual = ImportSettings.below(workspace.configuration().data());
        this.importer = new Importer(
                workspace.engine(),
                workspace.lake(),
                workspace.ledger(),
                new ImportSettings(usual.rejects(), usual.temporary(), patience),
                SourceRows.configured(workspace)::contains);
    }

    /**
     * Imports the named sources; all if none are named.
     *
     * @param month only bills of this month; empty for all that the files hold. Usage is always imported whole, since records
     *     may look at hours outside their billing month
     * @param asNewer whether a delivery that nothing orders replaces the present one
     * @throws ApportionException {@code RUN_SOURCE_UNKNOWN}, or what the import refuses; sources before it stay imported
     */
    public List<ImportResult> run(Set<String> sources, Optional<BillingMonth> month, boolean asNewer) {
        return run(sources, month, asNewer, Set.of());
    }

    /**
     * The same, where sources may have no file.
     *
     * @param unfetched ids of sources whose fetch failed: without a file they are passed over
     */
    public List<ImportResult> run(
            Set<String> sources, Optional<BillingMonth> month, boolean asNewer, Set<String> unfetched) {
        requireKnown(sources);
        List<ImportResult> results = new ArrayList<>();
        for (SourceDefinition source : workspace.configuration().sources()) {
            if (sources.isEmpty() || sources.contains(source.id())) {
                Optional<BillingMonth> asked = source.kind() == Kind.USAGE ? Optional.empty() : month;
                try {
                    results.add(shown(importer.importSource(source, new ImportRequest(asked, asNewer), progress)));
                } catch (ApportionException e) {
                    if (e.code() != ImportError.IMPORT_NO_FILES || !unfetched.contains(source.id())) {
                        throw e;
                    }
                }
            }
        }
        return results;
    }

    /**
     * Imports what a run of a month needs: its bills, and where months are closed all bills, since that run books what has changed
     * for closed months.
     */
    public List<ImportResult> forRun(BillingMonth month) {
        return forRun(month, Set.of());
    }

    /** The same, where sources whose fetch failed may have no file. */
    public List<ImportResult> forRun(BillingMonth month, Set<String> unfetched) {
        boolean all = workspace.ledger().read(transaction -> new Periods(transaction).closed()).stream()
                .anyMatch(period -> period.month().compareTo(month) < 0);
        return run(Set.of(), all ? Optional.empty() : Optional.of(month), false, unfetched);
    }

    private void requireKnown(Set<String> sources) {
        List<String> known = workspace.configuration().sources().stream()
                .map(SourceDefinition::id)
                .toList();
        for (String source : sources) {
            if (!known.contains(source)) {
                throw new ApportionException(
                        RunError.RUN_SOURCE_UNKNOWN,
                        source,
                        "There is no such source; configured are " + known + ".",
                        "Name one of these.");
            }
        }
    }

    private static ImportResult shown(ImportReport report) {
        return new ImportResult(
                report.source(),
                report.slices().stream().map(Imports::shown).toList(),
                report.files().size(),
                report.rejected(),
                report.files().stream()
                        .map(FileReport::rejects)
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList(),
                report.notes());
    }

    private static ImportResult.Slice shown(SliceReport slice) {
        return new ImportResult.Slice(
                slice.key().month(),
                slice.key().slice(),
                slice.verdict().name().toLowerCase(Locale.ROOT),
                slice.verdict().writes(),
                slice.sums().stream()
                        .map(sum -> new ImportResult.Sum(sum.measure(), sum.records(), sum.total()))
                        .toList(),
                slice.changes().stream().map(Imports::shown).toList());
    }

    private static String shown(Change change) {
        String about = (change.account() + " " + change.service()).strip();
        return (about.isEmpty() ? "(no account, no service)" : about) + ": "
                + change.totalBefore().toPlainString() + " -> "
                + change.totalAfter().toPlainString() + " "
                + change.measure() + " (" + change.recordsBefore() + " -> "
                + Counted.of(change.recordsAfter(), "record") + ")";
    }
}
