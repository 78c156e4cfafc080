package org.apportion.benchmark;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.ServiceLoader;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;

/** Makes months and times steps on them. See {@code docs/explanation/speed.md}. */
public final class BenchmarkMain {
    private static final System.Logger LOG = System.getLogger(BenchmarkMain.class.getName());

    private BenchmarkMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        BenchmarkOptions options = BenchmarkOptions.parse(List.of(arguments));
        MonthFiles files = new MonthFiles(options.folder());
        try (Engine engine = open(options)) {
            switch (options.command()) {
                case "generate" -> generate(engine, options, files);
                case "raw" ->
                    report(
                            engine,
                            options,
                            List.of(Measurement.of("raw", options.repeats(), new RawScan(engine, files)::run)));
                case "scan" ->
                    report(
                            engine,
                            options,
                            List.of(Measurement.of(
                                    "scan", options.repeats(), new CsvScan(engine, files.costCsv())::run)));
                case "kernel" -> report(engine, options, kernel(engine, options, files));
                default ->
                    throw new IllegalArgumentException(options.command() + " is unknown; " + BenchmarkOptions.USAGE);
            }
        }
    }

    private static void generate(Engine engine, BenchmarkOptions options, MonthFiles files) throws IOException {
        long start = System.nanoTime();
        new MonthGenerator(engine, options.rows(), options.seed()).write(files);
        LOG.log(
                Level.INFO,
                "{0} rows in {1} s under {2}; bill {3} bytes",
                options.rows(),
                (System.nanoTime() - start) / 1_000_000_000,
                files.folder(),
                Files.size(files.costCsv()));
    }

    /** The yardstick comes first and in the same process: ratios hold where seconds do not. */
    private static List<Measurement> kernel(Engine engine, BenchmarkOptions options, MonthFiles files) {
        KernelRun kernel = new KernelRun(engine, files);
        return List.of(
                Measurement.of("raw", options.repeats(), new RawScan(engine, files)::run),
                Measurement.of("kernel", options.repeats(), kernel::run),
                Measurement.of("kernel-write", options.repeats(), kernel::runAndWrite));
    }

    private static void report(Engine engine, BenchmarkOptions options, List<Measurement> measurements)
            throws IOException, InterruptedException {
        ResultFile file = new ResultFile(
                options, LocalDate.now(ZoneOffset.UTC), commit(), engine.name() + " " + engine.version());
        file.append(measurements).forEach(line -> LOG.log(Level.INFO, line));
    }

    private static Engine open(BenchmarkOptions options) {
        Path spill = options.folder().resolve("spill");
        return ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no engine is on the class path"))
                .open(new EngineSettings("duckdb", options.memory(), options.threads(), spill));
    }

    private static String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                .redirectErrorStream(true)
                .start();
        String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? answer : "unknown";
    }
}
