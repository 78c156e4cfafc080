package org.apportion.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.Counted;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.run.UploadRecord;
import org.apportion.run.UploadResult;
import org.apportion.run.Uploads;
import org.apportion.spi.Progress;
import org.jspecify.annotations.Nullable;

/** Does uploads and tells what they did; what {@code publish} and {@code run} share. */
final class UploadJob {
    private final LoadedConfiguration loaded;
    private final Duration patience;
    private final Progress progress;

    UploadJob(LoadedConfiguration loaded, Duration patience, Progress progress) {
        this.loaded = loaded;
        this.patience = patience;
        this.progress = progress;
    }

    List<UploadResult> run(BillingMonth month, Set<String> ids, Uploads.Mode mode) {
        try (Uploads uploads = open()) {
            return uploads.run(month, ids, mode);
        }
    }

    ReportTable journal(BillingMonth month) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Uploads uploads = open()) {
            for (UploadRecord attempt : uploads.journal(month)) {
                List<@Nullable Object> row = new ArrayList<>();
                row.add(attempt.upload());
                row.add(attempt.run());
                row.add(attempt.file());
                row.add((long) attempt.attempt());
                row.add(attempt.state());
                row.add(attempt.answer());
                row.add(attempt.started());
                row.add(attempt.ended());
                row.add(attempt.sha256());
                row.add(attempt.key());
                row.add(attempt.target());
                rows.add(row);
            }
        }
        return new ReportTable(
                "Uploads of " + month,
                List.of(
                        ReportColumn.text("upload"),
                        ReportColumn.text("run"),
                        ReportColumn.text("file"),
                        ReportColumn.number("attempt"),
                        ReportColumn.text("state"),
                        ReportColumn.text("answer"),
                        new ReportColumn("started", ReportColumn.Kind.TIME),
                        new ReportColumn("ended", ReportColumn.Kind.TIME),
                        new ReportColumn("sha256", ReportColumn.Kind.REMARK),
                        new ReportColumn("key", ReportColumn.Kind.REMARK),
                        new ReportColumn("target", ReportColumn.Kind.REMARK)),
                rows,
                List.of(),
                List.of());
    }

    private Uploads open() {
        return Uploads.open(
                loaded.uploads(),
                loaded.configuration().outputs(),
                loaded.ledger().address(),
                InstantSource.system(),
                patience,
                progress);
    }

    static ReportTable table(List<UploadResult> results) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (UploadResult result : results) {
            rows.add(List.of(
                    result.id(),
                    result.run(),
                    String.valueOf(result.file().getFileName()),
                    result.outcome().text(),
                    result.answer(),
                    result.target()));
        }
        return new ReportTable(
                "Uploads",
                List.of(
                        ReportColumn.text("upload"),
                        ReportColumn.text("run"),
                        ReportColumn.text("file"),
                        ReportColumn.text("outcome"),
                        ReportColumn.text("answer"),
                        new ReportColumn("target", ReportColumn.Kind.REMARK)),
                rows,
                List.of(),
                List.of());
    }

    /**
     * Tells of each failure.
     *
     * @throws ApportionException {@code UPLOADS_FAILED} if there is one: the run counts, but somebody did not get its files
     */
    static void requireAllSent(List<UploadResult> results, Terminal terminal) {
        List<ApportionException> failures =
                results.stream().flatMap(result -> result.failure().stream()).toList();
        failures.forEach(
                failure -> terminal.err().println(TablePrinter.printable(String.valueOf(failure.getMessage()))));
        if (!failures.isEmpty()) {
            UploadResult first = results.get(0);
            throw new ApportionException(
                    CliError.UPLOADS_FAILED,
                    first.month().toString(),
                    Counted.of(failures.size(), "upload") + " of " + results.size() + " failed; run " + first.run()
                            + " itself counts, and its files are there.",
                    "Mend what is told above, then send what is missing: apportion publish --month " + first.month()
                            + ".",
                    failures.get(0));
        }
    }
}
