package org.apportion.report;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What {@link MetricsFeed} tells.
 *
 * @param series most series of a cost family and currency; the smaller ones are added up in one, {@code other}
 * @param hourly what the hourly feed tells
 * @param clock tells which days are old enough for the hourly feed
 * @param version of the program, for {@code apportion_build_info}
 * @param coverage folders of files that tell how well usage was measured, see {@link UsageCoverage}
 */
public record MetricsSettings(int series, Hourly hourly, InstantSource clock, String version, List<Path> coverage) {
    /** Series of a cost family, if nothing else is said. */
    public static final int SERIES = 5000;

    public MetricsSettings {
        coverage = List.copyOf(coverage);
    }

    public MetricsSettings(int series, Hourly hourly, InstantSource clock, String version) {
        this(series, hourly, clock, version, List.of());
    }

    /**
     * Which hours are told, one after another.
     *
     * @param from first UTC day; empty begins with the first charge
     * @param holdBack a day is told when its bill was read so long after its end, since providers still add to younger ones
     * @param sources ids of the sources; empty for all
     * @param currency only charges in it; empty if all have the same
     * @param sharesAtMonthEnd whether a day with shares of the whole month waits for the month's end; else these are told as they
     *     are known
     * @param names files with the columns id and name that tell what objects are called; those that are not there tell nothing
     */
    public record Hourly(
            Optional<LocalDate> from,
            Duration holdBack,
            List<String> sources,
            Optional<String> currency,
            boolean sharesAtMonthEnd,
            List<Path> names) {
        /** Confluent corrects a day for three days, and it is read again until it is five days old. */
        public static final Hourly ALL =
                new Hourly(Optional.empty(), Duration.ofHours(144), List.of(), Optional.empty());

        public Hourly(Optional<LocalDate> from, Duration holdBack, List<String> sources, Optional<String> currency) {
            this(from, holdBack, sources, currency, false, List.of());
        }

        public Hourly {
            sources = List.copyOf(sources);
            names = List.copyOf(names);
        }
    }

    public static MetricsSettings of(InstantSource clock, String version) {
        return new MetricsSettings(SERIES, Hourly.ALL, clock, version);
    }
}
