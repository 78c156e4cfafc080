package org.apportion.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.model.BillingMonth;
import org.apportion.model.Csv;

/**
 * What stands behind the usage of a month, from the files {@code coverage/<day>.csv} that fetches leave beside their data: CSV with
 * {@code hour,metric,resource,found,expected}. An hour without samples is no usage of zero: nobody knows what was used.
 */
public final class UsageCoverage {
    private static final int CELLS = 5;
    private static final int DIGITS = 9;

    private final Map<String, Metric> metrics = new TreeMap<>();

    private UsageCoverage() {}

    /**
     * Of one metric.
     *
     * @param silent hours that were read and have no sample of any resource
     * @param gaps hours of single resources without a sample, between their first and their last, silent ones left out
     * @param ratio samples found of those expected, 0 to 1, rounded half-even to nine digits; empty if nothing was expected
     */
    public record Of(String metric, long silent, long gaps, Optional<BigDecimal> ratio) {

        public boolean isWhole() {
            return silent == 0
                    && gaps == 0
                    && ratio.map(BigDecimal.ONE::compareTo).orElse(0) == 0;
        }
    }

    /** In order of metrics. A file that is not there or cannot be read tells nothing. */
    public static List<Of> of(List<Path> folders, BillingMonth month) {
        UsageCoverage coverage = new UsageCoverage();
        for (Path folder : folders) {
            for (LocalDate day = month.firstDay(); day.isBefore(month.endDay()); day = day.plusDays(1)) {
                coverage.read(folder.resolve(day + ".csv"));
            }
        }
        List<Of> all = new ArrayList<>();
        coverage.metrics.forEach((name, metric) -> all.add(metric.of(name)));
        return all;
    }

    private void read(Path file) {
        if (!Files.isReadable(file)) {
            return;
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            lines.lines().skip(1).map(Csv::cells).forEach(this::take);
        } catch (IOException | UncheckedIOException e) {
            return;
        }
    }

    private void take(List<String> cells) {
        if (cells.size() == CELLS
                && cells.get(3).matches("[0-9]{1,15}")
                && cells.get(4).matches("[0-9]{0,15}")) {
            long expected = cells.get(4).isEmpty() ? 0 : Long.parseLong(cells.get(4));
            metrics.computeIfAbsent(cells.get(1), any -> new Metric())
                    .add(cells.get(0), cells.get(2), Long.parseLong(cells.get(3)), expected);
        }
    }

    /** Hours are texts of one form, whose order is that of time. */
    private static final class Metric {
        private final TreeSet<String> hours = new TreeSet<>();
        private final TreeSet<String> heard = new TreeSet<>();
        private final Map<String, TreeSet<String>> byResource = new TreeMap<>();
        private long found;
        private long expected;
        private long most;

        void add(String hour, String resource, long samples, long wanted) {
            hours.add(hour);
            if (samples > 0) {
                heard.add(hour);
                byResource.computeIfAbsent(resource, any -> new TreeSet<>()).add(hour);
            }
            found += Math.min(samples, wanted);
            expected += wanted;
            most = Math.max(most, wanted);
        }

        Of of(String name) {
            long gaps = byResource.values().stream()
                    .mapToLong(own ->
                            heard.subSet(own.first(), true, own.last(), true).size() - own.size())
                    .sum();
            BigDecimal wanted = BigDecimal.valueOf(expected).add(BigDecimal.valueOf(gaps * most));
            return new Of(
                    name,
                    hours.size() - heard.size(),
                    gaps,
                    wanted.signum() == 0
                            ? Optional.empty()
                            : Optional.of(BigDecimal.valueOf(found).divide(wanted, DIGITS, RoundingMode.HALF_EVEN)));
        }
    }
}
