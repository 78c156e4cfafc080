package org.apportion.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ingest.file.CsvShape;
import org.apportion.ingest.file.FileHead;
import org.apportion.ingest.file.FileScan;
import org.apportion.ingest.file.JsonLines;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.ingest.file.SourceFile;
import org.apportion.ingest.file.SourceFiles;
import org.apportion.ingest.file.WorkFolder;
import org.apportion.model.ApportionException;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.publish.conformance.CheckedFile;
import org.apportion.publish.conformance.CheckedFile.CheckedColumn;
import org.apportion.publish.conformance.ConformanceCheck;
import org.apportion.publish.conformance.FocusDataset;
import org.apportion.publish.conformance.FocusRules;
import org.apportion.publish.conformance.FocusVersion;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
import org.apportion.spi.Progress;

/** Tells what files of a provider lack or break of FOCUS. Needs no ledger and imports nothing. */
public final class FocusFiles {
    private static final String MALFORMED = "focus_malformed_";

    private final EngineSettings settings;
    private final Progress progress;

    /** @param settings the engine that reads the files; its temporary folder also takes unpacked archives */
    public FocusFiles(EngineSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Checks each file by the static rules of its dataset.
     *
     * @param paths files, folders or globs; CSV, JSON lines or Parquet, also packed
     * @param version such as {@code 1.4}; told by the columns if empty
     * @return one report per file, in order of name
     * @throws ApportionException {@code RUN_FOCUS_UNKNOWN} if a file holds no dataset of FOCUS or the version lacks it, or what
     *     reading a file refuses
     */
    public List<FocusReport> check(List<String> paths, Optional<String> version) {
        Optional<FocusVersion> wanted = version.map(FocusFiles::version);
        try (Engine engine = EngineProvider.named(settings.name()).open(settings);
                WorkFolder work = WorkFolder.in(settings.temporaryFolder())) {
            List<SourceFile> files = SourceFiles.find("check-focus", paths, work, progress);
            FocusInvoices invoices = new FocusInvoices(engine);
            List<FocusReport> reports = new ArrayList<>();
            progress.start("Checking", files.size(), "files");
            for (SourceFile file : files) {
                FileScan scan = scan(engine, file, work);
                reports.add(check(engine, file, scan, wanted, MALFORMED + reports.size()));
                invoices.add(reports.get(reports.size() - 1), scan);
                progress.advanceTo(reports.size());
            }
            invoices.compare(reports);
            progress.finish(reports.size() + (reports.size() == 1 ? " file" : " files"));
            return reports;
        }
    }

    static FileScan scan(Engine engine, SourceFile file, WorkFolder work) {
        return switch (file.kind()) {
            case PARQUET -> FileScan.parquet(engine, file);
            case JSON -> FileScan.json(engine, file, JsonLines.rewrite(file, work));
            case CSV -> {
                FileHead.Prepared prepared = FileHead.prepare(file, Map.of(), work);
                CsvShape.Line heading = prepared.shape().candidates().stream()
                        .filter(line -> FocusRules.detectDataset(line.columns()).isPresent())
                        .findFirst()
                        .orElseGet(() -> prepared.shape().mostUsual());
                yield FileScan.csv(engine, file, prepared, heading);
            }
        };
    }

    private static FocusReport check(
            Engine engine, SourceFile file, FileScan scan, Optional<FocusVersion> wanted, String malformed) {
        List<String> names = scan.columns().stream().map(SourceColumn::name).toList();
        FocusDataset dataset = FocusRules.detectDataset(names)
                .orElseThrow(() -> unknown(
                        file.name(),
                        "Its " + names.size() + " columns are those of no FOCUS dataset.",
                        "Check a file that the provider calls FOCUS; other formats are read by 'apportion import'."));
        FocusVersion version = wanted.orElseGet(() -> FocusRules.detectVersion(dataset, names));
        if (version.compareTo(dataset.since()) < 0) {
            throw unknown(
                    file.name(),
                    "FOCUS " + version.text() + " has no dataset " + dataset.text() + ".",
                    "Leave out --focus, or ask for " + dataset.since().text() + " or later.");
        }
        FocusRules rules = FocusRules.of(dataset, version);
        List<FocusReport> report = new ArrayList<>();
        scan.read(malformed, () -> {
            report.clear();
            report.add(FocusReport.of(new ConformanceCheck(engine).check(checked(file.name(), scan), rules)));
        });
        return report.get(0);
    }

    static CheckedFile checked(String name, FileScan scan) {
        List<CheckedColumn> columns = scan.columns().stream()
                .map(column -> new CheckedColumn(column.name(), column.type()))
                .toList();
        return new CheckedFile(name, scan.relation(), columns);
    }

    private static FocusVersion version(String text) {
        return FocusVersion.find(text)
                .orElseThrow(() -> unknown(
                        "--focus",
                        "There is no FOCUS " + text + " to check against.",
                        "Ask for one of 1.0, 1.1, 1.2, 1.3 and 1.4."));
    }

    private static ApportionException unknown(String place, String problem, String nextStep) {
        return new ApportionException(RunError.RUN_FOCUS_UNKNOWN, place, problem, nextStep);
    }
}
