package org.apportion.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;

/**
 * Times a month, then one that is several times as large: copies of its lake rows with resources, records and groups of their
 * own, made by SQL, as generating a hundred million lines takes hours. The copies share tags, accounts and consumers. They are
 * removed afterwards: a hundred million lines take eight gigabytes.
 *
 * @param timed settings of the engine that logs its statements
 * @param engines opens an engine for everything else
 */
record SizeSeries(BenchmarkOptions options, MonthFiles files, EngineSettings timed, Supplier<Engine> engines) {

    /** The month as generated comes first: the ratio of the large one to it is what is asked. */
    List<Measurement> run() {
        List<Measurement> all = new ArrayList<>(measure(1));
        all.addAll(measure(options.copies()));
        return all;
    }

    private List<Measurement> measure(int copies) {
        String suffix = copies == 1 ? "" : "-x" + copies;
        MonthLake lake = new MonthLake(files, options.rows(), copies);
        if (copies > 1) {
            BenchmarkMain.delete(lake.data());
        }
        Measurement raw;
        try (Engine engine = engines.get()) {
            lake.fill(engine);
            raw = Measurement.of("raw" + suffix, Math.max(3, options.repeats()), lake.scan(engine)::run);
        }
        WholeMonth month = new WholeMonth(BenchmarkMonth.configuration(lake.data(), timed, files.costCsv()));
        Measurement whole =
                Measurement.of("month" + suffix, options.repeats(), TimedEngineProvider.LOG::clear, month::run);
        try (Engine engine = engines.get()) {
            return List.of(whole.withResult(lake.fingerprint(engine)).withCopies(copies), raw.withCopies(copies));
        } finally {
            if (copies > 1) {
                BenchmarkMain.delete(lake.data());
            }
        }
    }
}
