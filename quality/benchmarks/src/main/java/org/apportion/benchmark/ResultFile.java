package org.apportion.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Appends figures to a CSV file, each with what is needed to judge it. */
final class ResultFile {
    static final String HEADING =
            "date,commit,machine,load_average,java,engine,memory_limit,threads,rows,benchmark,runs,median_s,"
                    + "fastest_s,slowest_s,times_first,cpu_s,cpu_times_first,rows_per_s,peak_rss_mb,result";
    static final String STEPS_HEADING = "date,commit,load_average,memory_limit,rows,benchmark,step,seconds,cpu_s";

    private final BenchmarkOptions options;
    private final LocalDate date;
    private final String commit;
    private final String engine;

    ResultFile(BenchmarkOptions options, LocalDate date, String commit, String engine) {
        this.options = options;
        this.date = date;
        this.commit = commit;
        this.engine = engine;
    }

    /**
     * @param measurements of one process; the first is the yardstick that the ratios divide by
     * @param steps of the last run of the last measurement; empty if it has none. They go to a file beside the results
     */
    List<String> append(List<Measurement> measurements, StepLog steps) throws IOException {
        List<String> lines = measurements.stream()
                .map(measurement -> line(measurement, measurements.get(0)))
                .toList();
        append(options.results(), HEADING, lines);
        String before = String.format(
                Locale.ROOT,
                "%s,%s,%.1f,%s,%d,%s",
                date,
                commit,
                Machine.loadAverage(),
                options.memory(),
                options.rows(),
                measurements.get(measurements.size() - 1).name());
        append(options.results().resolveSibling("steps.csv"), STEPS_HEADING, steps.lines(before));
        return lines;
    }

    private static void append(Path file, String heading, List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        if (!Files.exists(file)) {
            Files.write(file, List.of(heading), StandardOpenOption.CREATE_NEW);
        }
        Files.write(file, lines, StandardOpenOption.APPEND);
    }

    private String line(Measurement measurement, Measurement yardstick) {
        return String.format(
                Locale.ROOT,
                "%s,%s,%d cores %s,%.1f,%s,%s,%s,%d,%d,%s,%d,%.3f,%.3f,%.3f,%.2f,%.3f,%.2f,%d,%d,%s",
                date,
                commit,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                Machine.loadAverage(),
                Runtime.version().feature(),
                engine,
                options.memory(),
                options.threads(),
                options.rows() * measurement.copies(),
                measurement.name(),
                measurement.seconds().length,
                measurement.median(),
                measurement.fastest(),
                measurement.slowest(),
                measurement.median() / yardstick.median(),
                measurement.processorMedian(),
                measurement.processorMedian() / yardstick.processorMedian(),
                Math.round(options.rows() * measurement.copies() / measurement.median()),
                measurement.peakMegabytes(),
                measurement.result());
    }
}
