package org.apportion.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
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
                    + "fastest_s,slowest_s,times_first,cpu_s,cpu_times_first";

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

    /** @param measurements of one process; the first is the yardstick that the last column divides by */
    List<String> append(List<Measurement> measurements) throws IOException {
        List<String> lines = measurements.stream()
                .map(measurement -> line(measurement, measurements.get(0)))
                .toList();
        Path file = options.results();
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        if (!Files.exists(file)) {
            Files.write(file, List.of(HEADING), StandardOpenOption.CREATE_NEW);
        }
        Files.write(file, lines, StandardOpenOption.APPEND);
        return lines;
    }

    private String line(Measurement measurement, Measurement yardstick) {
        return String.format(
                Locale.ROOT,
                "%s,%s,%d cores %s,%.1f,%s,%s,%s,%d,%d,%s,%d,%.3f,%.3f,%.3f,%.2f,%.3f,%.2f",
                date,
                commit,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.version().feature(),
                engine,
                options.memory(),
                options.threads(),
                options.rows(),
                measurement.name(),
                measurement.seconds().length,
                measurement.median(),
                measurement.fastest(),
                measurement.slowest(),
                measurement.median() / yardstick.median(),
                measurement.processorMedian(),
                measurement.processorMedian() / yardstick.processorMedian());
    }
}
