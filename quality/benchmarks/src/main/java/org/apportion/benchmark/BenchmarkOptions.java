package org.apportion.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param rows cost lines of the month; days of {@code confluent} and {@code hours}, series of {@code exposition}, customers of {@code meter}
 * @param folder where the month is, or shall be
 * @param seed another seed, other data
 * @param memory the engine's limit, such as {@code 4GB}
 * @param repeats timed runs after one that warms up; 1 means one cold run
 * @param ledger JDBC address of an empty database for {@code meter}; empty: SQLite beside the documents
 * @param results CSV file that results are appended to
 */
record BenchmarkOptions(
        String command,
        long rows,
        Path folder,
        long seed,
        String memory,
        int threads,
        int repeats,
        int copies,
        Optional<String> ledger,
        Path results) {

    static final String USAGE =
            "usage: benchmark generate|raw|scan|kernel|import|month|sizes|focus|recompute|explain|confluent|hours|exposition|meter [--rows 1000000] [--folder target/month] [--seed 1]"
                    + " [--memory 4GB] [--threads 2] [--repeats 5] [--copies 10] [--ledger jdbc:postgresql://…] [--results results/results.csv]";

    /** @throws IllegalArgumentException with the usage, if an option is unknown or lacks its value */
    static BenchmarkOptions parse(List<String> arguments) {
        if (arguments.isEmpty() || arguments.size() % 2 == 0) {
            throw new IllegalArgumentException(USAGE);
        }
        long rows = 1_000_000;
        Path folder = Path.of("target", "month");
        long seed = 1;
        String memory = "4GB";
        int threads = 2;
        int repeats = 5;
        int copies = 10;
        Optional<String> ledger = Optional.empty();
        Path results = Path.of("results", "results.csv");
        for (int i = 1; i < arguments.size(); i += 2) {
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--rows" -> rows = Long.parseLong(value);
                case "--folder" -> folder = Path.of(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--memory" -> memory = value;
                case "--threads" -> threads = Integer.parseInt(value);
                case "--repeats" -> repeats = Integer.parseInt(value);
                case "--copies" -> copies = Integer.parseInt(value);
                case "--ledger" -> ledger = Optional.of(value);
                case "--results" -> results = Path.of(value);
                default -> throw new IllegalArgumentException(arguments.get(i) + " is unknown; " + USAGE);
            }
        }
        return new BenchmarkOptions(
                arguments.get(0), rows, folder, seed, memory, threads, repeats, copies, ledger, results);
    }
}
