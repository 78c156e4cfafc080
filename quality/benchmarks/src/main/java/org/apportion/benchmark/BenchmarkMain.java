package org.apportion.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apportion.metering.journal.JournalSample;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.table.Tables;
import org.apportion.report.MetricsFeed;
import org.apportion.spi.Engine;

/** Makes months and times steps on them. See {@code docs/explanation/speed.md}. */
public final class BenchmarkMain {
    private static final System.Logger LOG = System.getLogger(BenchmarkMain.class.getName());

    /** Timed pages of a day after its first, one of which warms up. */
    private static final int PAGES = 20;

    private final BenchmarkOptions options;
    private final MonthFiles files;

    private BenchmarkMain(BenchmarkOptions options) {
        this.options = options;
        this.files = new MonthFiles(options.folder());
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        BenchmarkOptions options = BenchmarkOptions.parse(List.of(arguments));
        BenchmarkMain benchmark = new BenchmarkMain(options);
        switch (options.command()) {
            case "generate" -> benchmark.generate();
            case "raw" -> benchmark.report(List.of(benchmark.raw()));
            case "scan" -> benchmark.report(List.of(benchmark.scan()));
            case "kernel" -> benchmark.report(benchmark.kernel());
            case "import" -> benchmark.report(benchmark.importBill());
            case "month" -> benchmark.report(benchmark.month("month", false));
            case "sizes" -> benchmark.report(benchmark.sizes().run());
            case "focus" -> benchmark.report(benchmark.month("focus", true));
            case "recompute" -> benchmark.report(benchmark.recompute());
            case "explain" -> benchmark.report(benchmark.explain());
            case "confluent" -> benchmark.report(benchmark.confluent());
            case "hours" -> benchmark.report(benchmark.hours());
            case "exposition" -> benchmark.report(benchmark.exposition());
            case "meter" -> benchmark.report(benchmark.meter());
            default -> throw new IllegalArgumentException(options.command() + " is unknown; " + BenchmarkOptions.USAGE);
        }
    }

    private void generate() throws IOException {
        long start = System.nanoTime();
        delete(new MonthLake(files).data());
        try (Engine engine = open()) {
            new MonthGenerator(engine, options.rows(), options.seed()).write(files);
        }
        LOG.log(
                Level.INFO,
                "{0} rows in {1} s under {2}; bill {3} bytes",
                options.rows(),
                (System.nanoTime() - start) / 1_000_000_000,
                files.folder(),
                Files.size(files.costCsv()));
    }

    private Measurement scan() {
        try (Engine engine = open()) {
            return Measurement.of("scan", options.repeats(), new CsvScan(engine, files.costCsv())::run);
        }
    }

    private Measurement raw() {
        try (Engine engine = open()) {
            return Measurement.of("raw", Math.max(3, options.repeats()), generated(engine)::run);
        }
    }

    private Measurement rawByGrain() {
        try (Engine engine = open()) {
            return Measurement.of("raw-grain", Math.max(3, options.repeats()), generated(engine)::runByGrain);
        }
    }

    private RawScan generated(Engine engine) {
        return new RawScan(
                engine,
                engine.dialect().parquet(List.of(files.costRecords()), Tables.COST_RECORD.columns()),
                engine.dialect().parquet(List.of(files.usageSamples()), Tables.USAGE_SAMPLE.columns()));
    }

    /** The yardstick comes first and in the same process: ratios hold where seconds do not. */
    private List<Measurement> kernel() {
        Measurement raw = raw();
        StepLog steps = TimedEngineProvider.LOG;
        try (Engine engine = new TimedEngineProvider().open(settings())) {
            KernelRun kernel = new KernelRun(engine, files);
            return List.of(
                    raw,
                    rawByGrain(),
                    Measurement.of("kernel", options.repeats(), steps::clear, kernel::run),
                    Measurement.of("kernel-weights", options.repeats(), steps::clear, kernel::weights),
                    Measurement.of("kernel-share", options.repeats(), steps::clear, kernel::shares),
                    Measurement.of("kernel-write", options.repeats(), steps::clear, kernel::runAndWrite));
        }
    }

    private List<Measurement> importBill() {
        Path data = files.folder().resolve("import");
        WholeMonth month = new WholeMonth(BenchmarkMonth.configuration(data, timed(), files.costCsv()));
        Runnable afresh = () -> {
            delete(data);
            TimedEngineProvider.LOG.clear();
        };
        Measurement scan = scan();
        Measurement imported = Measurement.of("import", options.repeats(), afresh, month::importBill);
        delete(data);
        return List.of(scan, imported);
    }

    /** @param focus whether the month is published in FOCUS too */
    private List<Measurement> month(String name, boolean focus) {
        MonthLake lake = new MonthLake(files);
        Measurement raw;
        try (Engine engine = open()) {
            lake.fill(engine);
            raw = Measurement.of("raw", Math.max(3, options.repeats()), lake.scan(engine)::run);
        }
        WholeMonth month = new WholeMonth(
                focus
                        ? BenchmarkMonth.withFocus(lake.data(), timed(), files.costCsv())
                        : BenchmarkMonth.configuration(lake.data(), timed(), files.costCsv()));
        Measurement whole = Measurement.of(name, options.repeats(), TimedEngineProvider.LOG::clear, month::run);
        try (Engine engine = open()) {
            return List.of(raw, whole.withResult(lake.fingerprint(engine)));
        }
    }

    private SizeSeries sizes() {
        return new SizeSeries(options, files, timed(), this::open);
    }

    /** The first line is a month that is split as a whole; the others are measured against it. */
    private List<Measurement> recompute() {
        MonthLake lake = new MonthLake(files);
        try (Engine engine = open()) {
            lake.fill(engine);
        }
        Configuration configuration = BenchmarkMonth.configuration(lake.data(), timed(), files.costCsv());
        WholeMonth month = new WholeMonth(configuration);
        OwnerChange owner = new OwnerChange(BenchmarkMonth.withNewOwner(configuration));
        StepLog steps = TimedEngineProvider.LOG;
        return List.of(
                Measurement.of("month", options.repeats(), steps::clear, month::run),
                Measurement.of("month-unchanged", options.repeats(), steps::clear, month::runAgain),
                Measurement.of("report-owner", options.repeats(), steps::clear, owner::report));
    }

    /** Needs a month that has run. Its first line is one cold question in this process, with all it takes to open. */
    private List<Measurement> explain() {
        ExplainRun explain =
                new ExplainRun(BenchmarkMonth.configuration(new MonthLake(files).data(), timed(), files.costCsv()));
        explain.choose();
        List<Measurement> all = new ArrayList<>();
        all.add(Measurement.of("explain-fresh", 1, TimedEngineProvider.LOG::clear, explain::fresh));
        all.addAll(explain.warm(options.repeats()));
        return all;
    }

    /** Rows are days, as a fetch leaves them; the split without and with hours, then the way of the files into the lake. */
    private List<Measurement> confluent() throws IOException {
        Path folder = files.folder().resolve("confluent");
        delete(folder);
        ConfluentHistory history =
                new ConfluentHistory(folder, Math.toIntExact(options.rows()), options.memory(), options.threads());
        history.write();
        Measurement imported = Measurement.of(
                "confluent-import", options.repeats(), () -> delete(history.data()), history.steps(false)::importFiles);
        Measurement split = Measurement.of("confluent-split", options.repeats(), history.steps(false)::run);
        Measurement hours = Measurement.of("confluent-split-hours", options.repeats(), history.steps(true)::run);
        delete(folder);
        return List.of(split, hours, imported);
    }

    /** Rows are days, more than repeats: their pages as one reader gets them, and the totals after each of several runs. */
    private List<Measurement> hours() throws IOException {
        Path folder = files.folder().resolve("hours");
        delete(folder);
        ConfluentHistory history =
                new ConfluentHistory(folder, Math.toIntExact(options.rows()), options.memory(), options.threads());
        history.write();
        ConfluentHistory.Steps steps = history.steps(true);
        steps.importFiles();
        steps.run();
        List<Measurement> all = new ArrayList<>();
        try (MetricsFeed feed = steps.feed()) {
            HourlyPages pages = new HourlyPages(feed);
            all.add(Measurement.of("hours-first", options.repeats(), pages::restOfDay, pages::next));
            all.add(Measurement.of("hours-next", PAGES, pages::next));
            all.add(Measurement.of("hours-totals", options.repeats(), steps::runAnew, pages::totals));
        }
        delete(folder);
        return all;
    }

    /** Rows are series. */
    private List<Measurement> exposition() {
        ExpositionRun page = new ExpositionRun(Math.toIntExact(options.rows()));
        return List.of(Measurement.of("exposition", Math.max(5, options.repeats()), page::render));
    }

    /** Rows are customers. Ledger, documents and accepted records begin anew. */
    private List<Measurement> meter() {
        Path folder = options.folder().resolveSibling("meter");
        delete(folder);
        List<Measurement> all = new ArrayList<>();
        try (MeterRun run = new MeterRun(
                Math.toIntExact(options.rows()),
                options.ledger().orElse("jdbc:sqlite:" + folder.resolve("ledger.db")),
                folder)) {
            all.addAll(run.measure(options.repeats()));
        }
        delete(folder);
        List<JournalSample> year = MeteredShop.year();
        all.add(Measurement.of("meter-year", options.repeats(), () -> MeteredShop.aggregated(year)));
        return all;
    }

    private void report(List<Measurement> measurements) throws IOException, InterruptedException {
        String version;
        try (Engine engine = open()) {
            version = engine.name() + " " + engine.version();
        }
        ResultFile file = new ResultFile(options, LocalDate.now(ZoneOffset.UTC), commit(), version);
        file.append(measurements, TimedEngineProvider.LOG).forEach(line -> LOG.log(Level.INFO, line));
    }

    private EngineSettings settings() {
        return new EngineSettings(
                "duckdb", options.memory(), options.threads(), options.folder().resolve("spill"));
    }

    private EngineSettings timed() {
        EngineSettings settings = settings();
        return new EngineSettings(
                TimedEngineProvider.NAME, settings.memoryLimit(), settings.threads(), settings.temporaryFolder());
    }

    private Engine open() {
        return TimedEngineProvider.duckdb(settings());
    }

    static void delete(Path folder) {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                .redirectErrorStream(true)
                .start();
        String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? answer : "unknown";
    }
}
