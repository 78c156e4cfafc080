package org.apportion.prometheus;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apportion.http.CoverageRow;
import org.apportion.http.Digests;
import org.apportion.model.Counted;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;
import org.jspecify.annotations.Nullable;

/** Reads days of all queries, a day at a time, and remembers which it has. For use by one thread. */
final class PrometheusSource implements RemoteSource {

    /**
     * How days are read.
     *
     * @param windows of the server; null to find out
     * @param intervalSeconds between two scrapes
     * @param rereadDays a day is read again until it is this many days old
     * @param delay after an hour's end before it is asked for
     */
    record Reading(
            List<MetricQuery> queries,
            @Nullable Windows windows,
            long intervalSeconds,
            int rereadDays,
            Duration delay) {
        Reading {
            queries = List.copyOf(queries);
        }
    }

    private final Server server;
    private final Reading reading;
    private final Optional<String> warning;
    private final DayFiles folder;
    private final InstantSource clock;

    /** @param warning sentence about the access, without its full stop */
    PrometheusSource(Server server, Reading reading, Optional<String> warning, DayFiles folder, InstantSource clock) {
        this.warning = warning;
        this.server = server;
        this.reading = reading;
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public Fetched fetch(FetchWindow window, Progress progress) {
        Instant now = clock.instant();
        List<LocalDate> days = days(window, now);
        FetchNotes notes = new FetchNotes();
        warning.ifPresent(sentence -> notes.add(sentence + "."));
        List<LocalDate> unread = days.stream().filter(day -> !isSettled(day)).toList();
        long brought = 0;
        long bytes = 0;
        if (!unread.isEmpty()) {
            Server telling = server.telling(progress::waits);
            Windows windows = reading.windows() == null ? WindowProbe.of(telling) : reading.windows();
            RangeReader reader = new RangeReader(telling, windows, reading.intervalSeconds());
            progress.start(
                    "Asking Prometheus",
                    (long) unread.size() * reading.queries().size(),
                    "queries");
            long asked = 0;
            for (LocalDate day : unread) {
                HourRange range = range(day, now);
                if (range == null) {
                    continue;
                }
                boolean changed = false;
                boolean sure = true;
                Map<String, Set<Long>> earlier = new HashMap<>();
                List<CoverageRow> coverage = new ArrayList<>();
                for (MetricQuery query : reading.queries()) {
                    DayUsage usage = new DayUsage(query);
                    reader.read(query, query.query(), range, usage);
                    bytes += usage.asked().stream()
                            .mapToLong(answer -> answer.body().length())
                            .sum();
                    notes.add(usage, range);
                    coverage.addAll(coverage(reader, query, usage, range));
                    Kept kept = keep(day, usage, notes);
                    changed |= kept.changed();
                    earlier.put(query.metric(), kept.earlier());
                    sure &= usage.warnings().stream().allMatch(PrometheusSource::isHint);
                    progress.advanceTo(++asked);
                }
                brought += changed ? 1 : 0;
                coverage.forEach(notes::add);
                folder.writeCoverage(day, coverage, earlier);
                Instant read = sure ? now : day.atStartOfDay(ZoneOffset.UTC).toInstant();
                folder.writeState(day, new DayFiles.State(questions(), read));
                if (range.hours() < 24) {
                    notes.add(day + " is not over: read up to " + Instant.ofEpochSecond(range.end()) + ".");
                }
            }
            progress.finish(Counted.of(unread.size(), "day") + ", " + brought + " changed");
        }
        return new Fetched(days.size(), brought, bytes, notes.sentences());
    }

    /**
     * What became of an answer.
     *
     * @param changed whether the file is another one than before
     * @param earlier hours of which values of an earlier reading stay
     */
    private record Kept(boolean changed, Set<Long> earlier) {
        Kept {
            earlier = Set.copyOf(earlier);
        }
    }

    private Kept keep(LocalDate day, DayUsage usage, FetchNotes notes) {
        String metric = usage.query().metric();
        Map<DayUsage.Key, BigDecimal> before = folder.values(day, metric);
        boolean none = usage.values().isEmpty() && !before.isEmpty();
        boolean fewer = !usage.warnings().isEmpty() && usage.values().size() < before.size();
        if (none || fewer) {
            notes.add(
                    none
                            ? metric + ": the server no longer has values of " + day + "; those brought before stay."
                            : metric + ": the server warns, and has fewer values of " + day
                                    + " than it had; those brought before stay.");
            return new Kept(
                    false, before.keySet().stream().map(DayUsage.Key::hour).collect(Collectors.toSet()));
        }
        boolean sameQuestions = folder.state(day)
                .filter(state -> state.questions().equals(questions()))
                .isPresent();
        Set<Long> earlier = sameQuestions ? usage.addMissing(before) : Set.of();
        if (!earlier.isEmpty()) {
            notes.add(metric + ": the server no longer has values of " + Counted.of(earlier.size(), "hour") + " of "
                    + day + "; those brought before stay.");
        }
        folder.writeEvidence(day, usage);
        return new Kept(folder.writeUsage(day, usage), earlier);
    }

    /** What a server says of the query, not of the answer. */
    private static boolean isHint(String warning) {
        return warning.startsWith("PromQL info");
    }

    private List<CoverageRow> coverage(RangeReader reader, MetricQuery query, DayUsage usage, HourRange range) {
        List<CoverageRow> rows = new ArrayList<>();
        if (query.samples().isEmpty()) {
            hours(range)
                    .forEach(hour -> rows.add(new CoverageRow(
                            hour, query.metric(), "", usage.series().getOrDefault(hour, 0L), 0)));
            return rows;
        }
        DayCoverage counted = new DayCoverage(query);
        reader.read(query, query.samples().get(), range, counted);
        long expected = Math.max(1, query.window().toSeconds() / reading.intervalSeconds());
        TreeSet<Long> silent = new TreeSet<>(hours(range).boxed().toList());
        counted.found().forEach((key, found) -> {
            silent.remove(key.hour());
            rows.add(new CoverageRow(key.hour(), query.metric(), key.resource(), found, expected));
        });
        silent.forEach(hour -> rows.add(new CoverageRow(hour, query.metric(), "", 0, expected)));
        return rows;
    }

    private static LongStream hours(HourRange range) {
        return LongStream.range(0, range.hours()).map(hour -> range.first() + hour * HourRange.HOUR);
    }

    /** Days of the window that have begun, and earlier ones that were read before their values were final. */
    private List<LocalDate> days(FetchWindow window, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Stream<LocalDate> late = window.from()
                .minusDays(reading.rereadDays() + 1L)
                .datesUntil(window.from())
                .filter(day -> folder.state(day).isPresent() && !isSettled(day));
        return Stream.concat(late, window.from().datesUntil(window.to()))
                .filter(day -> !day.isAfter(today))
                .toList();
    }

    /** A day is not asked again if it was final when it was read, that is not in the future, and nothing was lost since. */
    private boolean isSettled(LocalDate day) {
        Instant settled = day.plusDays(1L + reading.rereadDays())
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return folder.state(day)
                        .filter(state -> state.questions().equals(questions())
                                && !state.readAt().isBefore(settled)
                                && !state.readAt().isAfter(clock.instant()))
                        .isPresent()
                && reading.queries().stream().allMatch(query -> folder.hasUsage(day, query.metric()));
    }

    private String questions() {
        return Digests.sha256(reading.queries() + " every " + reading.intervalSeconds());
    }

    /** The day's hours that are over; null if there are none. */
    private @Nullable HourRange range(LocalDate day, Instant now) {
        long first = day.toEpochDay() * 86_400;
        long over = Math.floorDiv(now.minus(reading.delay()).getEpochSecond(), HourRange.HOUR) * HourRange.HOUR;
        long end = Math.min(first + 86_400, over);
        return end <= first ? null : new HourRange(first, end);
    }

    @Override
    public void close() {
        // Connections close themselves when they are idle.
    }
}
