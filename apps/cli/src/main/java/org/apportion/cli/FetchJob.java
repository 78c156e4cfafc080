package org.apportion.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.run.FetchResult;
import org.apportion.run.Fetches;
import org.apportion.spi.Progress;
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
     * Brings what an import of these sources reads; all fetches if none are named.
     *
     * @throws ApportionException if a fetch failed, after all others were done: what would be imported may be incomplete
     */
    void beforeImport(Set<String> sources, Optional<BillingMonth> month) {
        if (loaded.fetches().isEmpty()) {
            return;
        }
        try (Fetches fetches = open()) {
            Set<String> needed = fetches.needed(loaded.configuration().sources(), sources);
            List<FetchResult> results =
                    fetches.run(needed, month.map(fetches::forMonth).orElseGet(fetches::usual));
            results.stream()
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
        }
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
