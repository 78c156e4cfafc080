package org.apportion.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.run.FocusFiles;
import org.apportion.run.FocusReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apportion check-focus}. */
@Command(
        name = "check-focus",
        mixinStandardHelpOptions = true,
        description = {
            "Tell what FOCUS files lack or break.",
            "Tries the static rules of FOCUS 1.0 to 1.4 on files of any provider: columns, types, formats, allowed values, nulls,",
            "rules over several columns; and, if charges and Invoice Detail are among them, whether the charges of each",
            "invoice sum to it. Imports nothing and needs no configuration."
        },
        footer = {
            "",
            "Examples:",
            "  apportion check-focus march.csv.gz",
            "  apportion check-focus 'exports/2026-10/*.parquet' --focus 1.3 --strict",
            "  apportion check-focus cost_and_usage.csv.gz invoice_detail.csv.gz"
        })
final class CheckFocusCommand implements Callable<Integer> {
    private static final int THREADS = 2;
    private static final List<ReportColumn> COLUMNS = List.of(
            ReportColumn.text("file"),
            ReportColumn.text("rule"),
            ReportColumn.text("keyword"),
            ReportColumn.text("section"),
            ReportColumn.number("rows"),
            ReportColumn.number("first_row"),
            new ReportColumn("meaning", ReportColumn.Kind.REMARK));

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "<file>", description = "Files, folders or patterns.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--focus",
            paramLabel = "<version>",
            description = "1.0, 1.1, 1.2, 1.3 or 1.4. Default: told by the columns of each file")
    private @Nullable String version;

    @Option(names = "--strict", description = "End with exit code 5 if a rule with the word MUST is broken.")
    private boolean strict;

    @Option(
            names = "--memory",
            paramLabel = "<size>",
            defaultValue = "2GB",
            description = "Memory that the engine may use. Default: 2GB")
    @SuppressWarnings("NullAway.Init")
    private String memory;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<format>",
            defaultValue = "table",
            description = "table, json or csv. Default: table")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    CheckFocusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path work = Path.of(System.getProperty("java.io.tmpdir"), "apportion-check");
        EngineSettings settings = new EngineSettings("duckdb", memory, THREADS, work);
        try (TerminalProgress progress = new TerminalProgress(terminal, System::nanoTime, quiet)) {
            List<FocusReport> reports = new FocusFiles(settings, progress).check(files, Optional.ofNullable(version));
            terminal.out().print(TablePrinter.print(table(reports), output));
            boolean conforms = reports.stream().allMatch(FocusReport::conforms);
            return (strict && !conforms ? ExitCode.CHECK : ExitCode.OK).number();
        }
    }

    private static ReportTable table(List<FocusReport> reports) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (FocusReport report : reports) {
            String file = String.valueOf(Path.of(report.file()).getFileName());
            for (FocusReport.Broken broken : report.broken()) {
                rows.add(List.of(
                        file,
                        broken.rule(),
                        broken.keyword(),
                        broken.section(),
                        broken.rows(),
                        broken.firstRow(),
                        broken.meaning() + "." + shown(broken)));
            }
            notes.add(
                    file + ": FOCUS " + report.version() + " " + report.dataset() + ", " + Amounts.count(report.rows())
                            + " rows, " + report.rules() + " rules tried; "
                            + (report.conforms() ? "no MUST rule is broken." : "it does not conform."));
            report.notes().forEach(note -> notes.add(file + ": " + note));
        }
        return new ReportTable("FOCUS conformance", COLUMNS, rows, List.of(), notes);
    }

    private static String shown(FocusReport.Broken broken) {
        return broken.values().isEmpty()
                ? ""
                : broken.values().entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + (entry.getValue().isEmpty() ? "null" : entry.getValue()))
                        .collect(Collectors.joining(", ", broken.firstRow() > 0 ? " First row: " : " ", "."));
    }
}
