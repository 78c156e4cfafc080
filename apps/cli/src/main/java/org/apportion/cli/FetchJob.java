package org.apportion.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.source.SourceDefinition;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.run.FetchResult;
import org.apportion.run.Fetches;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchDefinition;
import org.apportion.spi.source.Fetched;
import org.jspecify.annotations.Nullable;

/** Does fetches and tells what they did; what {@code fetch}, {@code import} and {@code run} share. */
final class FetchJob {
    private final LoadedConfiguration loaded;
    private final Duration patience;
    private final Progress progress;

    FetchJob(LoadedConfiguration loaded, Duration patience, Progress progress) {
        this.loaded = loaded;
        this.patience = patience;
        this.progress = progress;
    }

    Fetches open() {
        return Fetches.open(loaded.fetches(), loaded.ledger().address(), InstantSource.system(), patience, progress);
    }

    /**
     * Brings what an import of these sources reads; all fetches if none are named. A fetch that brings usage only, and that
     * nobody named, may fail: cost is charged without it, by later tiers, and again when it came.
     *
     * @return what failed so
     * @throws ApportionException if another fetch failed, after all others were done: what would be imported may be incomplete
     */
    Missing beforeImport(Set<String> sources, Optional<BillingMonth> month) {
        if (loaded.fetches().isEmpty()) {
            return new Missing(List.of(), List.of(), Set.of());
        }
        try (Fetches fetches = open()) {
            Set<String> needed = fetches.needed(loaded.configuration().sources(), sources);
            List<FetchResult> results =
                    fetches.run(needed, month.map(fetches::forMonth).orElseGet(fetches::usual));
            Set<String> spared = sources.isEmpty() ? usageOnly() : Set.of();
            results.stream()
                    .filter(result -> !spared.contains(result.id()))
                    .flatMap(result -> result.failure().stream())
                    .findFirst()
                    .ifPresent(failure -> {
                        throw new ApportionException(
                                failure.code(),
                                failure.place(),
                                failure.problem(),
                                failure.nextStep() + " Nothing was imported; --no-fetch imports what is there.",
                                failure);
                    });
            List<FetchResult> failed = results.stream()
                    .filter(result -> result.failure().isPresent())
                    .toList();
            return new Missing(
                    failed.stream().map(FetchJob::warning).toList(),
                    results,
                    sourcesOf(failed.stream().map(FetchResult::id).collect(Collectors.toSet())));
        }
    }

    /**
     * Usage that could not be fetched.
     *
     * @param warnings what failed, for people
     * @param results of all fetches
     * @param sources ids of the sources whose usage is missing
     */
    record Missing(List<String> warnings, List<FetchResult> results, Set<String> sources) {

        /** What the fetches have to say: all of them, or those that brought something. */
        List<String> notes(boolean onlyOfWhatIsNew) {
            return results.stream()
                    .flatMap(result -> result.fetched().stream()
                            .filter(fetched -> fetched.brought() > 0 || !onlyOfWhatIsNew)
                            .flatMap(fetched -> fetched.notes().stream())
                            .map(note -> "note: fetch " + result.id() + ": " + note))
                    .toList();
        }
    }

    private static String warning(FetchResult failed) {
        return "warning: " + failed.failure().map(Throwable::getMessage).orElse("") + " The usage of fetch "
                + failed.id() + " is missing until it can be read; cost that follows it is approximate.";
    }

    private Set<String> sourcesOf(Set<String> fetches) {
        return loaded.configuration().sources().stream()
                .filter(source -> loaded.fetches().stream()
                        .anyMatch(fetch -> fetches.contains(fetch.id())
                                && source.paths().stream().anyMatch(fetch::brings)))
                .map(SourceDefinition::id)
                .collect(Collectors.toSet());
    }

    /** Fetches that no cost is read from. */
    private Set<String> usageOnly() {
        Set<String> spared = new HashSet<>();
        for (FetchDefinition fetch : loaded.fetches()) {
            boolean hasUsage = reads(fetch, SourceDefinition.Kind.USAGE);
            if (hasUsage && !reads(fetch, SourceDefinition.Kind.COST)) {
                spared.add(fetch.id());
            }
        }
        return spared;
    }

    private boolean reads(FetchDefinition fetch, SourceDefinition.Kind kind) {
        return loaded.configuration().sources().stream()
                .filter(source -> source.kind() == kind)
                .flatMap(source -> source.paths().stream())
                .anyMatch(fetch::brings);
    }

    static ReportTable table(List<FetchResult> results) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (FetchResult result : results) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(result.id());
            row.add(result.plugin());
            row.add(result.window().from());
            row.add(result.window().to());
            row.add(result.fetched().isPresent() ? "done" : "failed");
            row.add(result.fetched().map(Fetched::found).orElse(null));
            row.add(result.fetched().map(Fetched::brought).orElse(null));
            row.add(result.fetched().map(Fetched::bytes).orElse(null));
            row.add(result.folder().toString());
            row.add(result.fetched()
                    .map(fetched -> String.join(" ", fetched.notes()))
                    .orElse(""));
            rows.add(row);
        }
        return new ReportTable(
                "Fetches",
                List.of(
                        ReportColumn.text("fetch"),
                        ReportColumn.text("plugin"),
                        ReportColumn.text("from"),
                        ReportColumn.text("to"),
                        ReportColumn.text("outcome"),
                        ReportColumn.number("found"),
                        ReportColumn.number("brought"),
                        ReportColumn.number("bytes"),
                        new ReportColumn("folder", ReportColumn.Kind.REMARK),
                        new ReportColumn("notes", ReportColumn.Kind.REMARK)),
                rows,
                List.of(),
                List.of());
    }
}
