package org.apportion.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
    private final DayFiles folder;
    private final InstantSource clock;

    PrometheusSource(Server server, Reading reading, DayFiles folder, InstantSource clock) {
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
                List<CoverageRow> coverage = new ArrayList<>();
                for (MetricQuery query : reading.queries()) {
                    DayUsage usage = new DayUsage(query);
                    reader.read(query, query.query(), range, usage);
                    bytes += usage.asked().stream()
                            .mapToLong(answer -> answer.body().length())
                            .sum();
                    notes.add(usage, range);
                    coverage.addAll(coverage(reader, query, usage, range));
                    changed |= keep(day, usage, notes);
                    progress.advanceTo(++asked);
                }
                brought += changed ? 1 : 0;
                coverage.forEach(notes::add);
                folder.writeCoverage(day, coverage);
                folder.writeState(day, new DayFiles.State(questions(), now));
                if (range.hours() < 24) {
                    notes.add(day + " is not over: read up to " + Instant.ofEpochSecond(range.end()) + ".");
                }
            }
            progress.finish(Counted.of(unread.size(), "day") + ", " + brought + " changed");
        }
        return new Fetched(days.size(), brought, bytes, notes.sentences());
    }

    private boolean keep(LocalDate day, DayUsage usage, FetchNotes notes) {
        String metric = usage.query().metric();
        if (usage.values().isEmpty() && folder.values(day, metric) > 0) {
            notes.add(metric + ": the server no longer has values of " + day + "; those brought before stay.");
            return false;
        }
        if (!usage.warnings().isEmpty() && usage.values().size() < folder.values(day, metric)) {
            notes.add(metric + ": the server warns, and has fewer values of " + day
                    + " than it had; those brought before stay.");
            return false;
        }
        folder.writeEvidence(day, usage);
        return folder.writeUsage(day, usage);
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

    private boolean isSettled(LocalDate day) {
        Instant settled = day.plusDays(1L + reading.rereadDays())
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return folder.state(day)
                .filter(state ->
                        state.questions().equals(questions()) && !state.readAt().isBefore(settled))
                .isPresent();
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
