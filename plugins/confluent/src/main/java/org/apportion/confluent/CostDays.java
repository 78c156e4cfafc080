package org.apportion.confluent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.http.FetchFolder;
import org.apportion.model.Counted;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchWindow;

/**
 * Costs by day. Windows lie within a calendar month, since the service takes at most one month. A window that was read whole is
 * kept before the next one is asked, so a call that fails or is killed is carried on with there. Source of the limits: Confluent's
 * reference of the Costs API.
 */
final class CostDays {
    private static final String STATE = ".state/costs.ndjson";

    private final ConfluentSettings settings;
    private final ConfluentCloud cloud;
    private final FetchFolder folder;
    private final Notes notes;
    private final Map<LocalDate, DayRecord> known = new TreeMap<>();

    /** @param read days that were asked now; those of {@code changed} are new or differ */
    record Read(List<LocalDate> read, Set<LocalDate> changed, long bytes) {}

    CostDays(ConfluentSettings settings, ConfluentCloud cloud, FetchFolder folder, Notes notes) {
        this.settings = settings;
        this.cloud = cloud;
        this.folder = folder;
        this.notes = notes;
        folder.trees(STATE, DayRecord::of).forEach(record -> known.put(record.day(), record));
    }

    static String file(LocalDate day) {
        return "costs/" + day + ".ndjson";
    }

    Read fetch(FetchWindow window, Instant now, Progress progress) {
        TreeSet<LocalDate> read = new TreeSet<>();
        Set<LocalDate> changed = new TreeSet<>();
        long bytes = 0;
        List<LocalDate> days = wanted(window, now);
        while (!days.isEmpty()) {
            progress.start("Costs", days.size(), "days");
            long done = 0;
            TreeSet<LocalDate> behind = new TreeSet<>();
            for (List<LocalDate> part : windows(days)) {
                CostReading.Rows rows =
                        rows(part.get(0), part.get(part.size() - 1).plusDays(1));
                for (LocalDate day : part) {
                    List<CostRow> ofDay = rows.rows().getOrDefault(day, List.of());
                    String content = content(day, ofDay);
                    if (!content.isEmpty() && folder.write(file(day), content)) {
                        changed.add(day);
                        bytes += content.length();
                    }
                    known.put(day, new DayRecord(day, now, ofDay.size()));
                }
                keep();
                behind.addAll(behind(rows, part.get(0), settings.oldest(now)));
                done += part.size();
                progress.advanceTo(done);
            }
            read.addAll(days);
            progress.finish(Counted.of(days.size(), "day") + " read, " + changed.size() + " changed");
            behind.removeAll(read);
            behind.forEach(day -> notes.add(day + " was read too: costs of later days start there"));
            days = List.copyOf(behind);
        }
        return new Read(List.copyOf(read), changed, bytes);
    }

    private void keep() {
        folder.write(
                STATE,
                known.values().stream().map(record -> record.line() + "\n").collect(Collectors.joining()));
    }

    /** Days that were read before and may have changed since, and those of the window that are over and not settled. */
    private List<LocalDate> wanted(FetchWindow window, Instant now) {
        LocalDate today = settings.today(now);
        LocalDate first = settings.oldest(now);
        TreeSet<LocalDate> days = new TreeSet<>(known.keySet());
        days.removeIf(day -> day.isBefore(first));
        LocalDate end = window.to().isBefore(today) ? window.to() : today;
        window.from()
                .datesUntil(end.isAfter(window.from()) ? end : window.from())
                .forEach(days::add);
        days.removeIf(day -> !day.isBefore(today) || settled(day, now));
        long tooOld = days.stream().filter(day -> day.isBefore(first)).count();
        if (tooOld > 0) {
            notes.add(Counted.of(tooOld, "day") + " before " + first
                    + " cannot be read any more: the Costs API goes back one year");
            days.removeIf(day -> day.isBefore(first));
        }
        return List.copyOf(days);
    }

    private boolean settled(LocalDate day, Instant now) {
        DayRecord record = known.get(day);
        return record != null
                && record.settled(now, settings.rereadDays())
                && (record.rows() == 0 || folder.holds(file(day)));
    }

    /** Runs of days without a gap that do not cross the end of a month. */
    static List<List<LocalDate>> windows(List<LocalDate> days) {
        List<List<LocalDate>> windows = new ArrayList<>();
        for (LocalDate day : days) {
            List<LocalDate> last = windows.isEmpty() ? List.of() : windows.get(windows.size() - 1);
            boolean continues =
                    !last.isEmpty() && last.get(last.size() - 1).plusDays(1).equals(day) && day.getDayOfMonth() != 1;
            if (continues) {
                last.add(day);
            } else {
                windows.add(new ArrayList<>(List.of(day)));
            }
        }
        return windows;
    }

    private CostReading.Rows rows(LocalDate from, LocalDate to) {
        boolean hadCosts = from.datesUntil(to).anyMatch(day -> folder.has(file(day)));
        CostReading.Rows read = new CostReading(settings, cloud, from, to, hadCosts).read();
        if (read.readings() > 1) {
            notes.add("the costs from " + from + " to " + to + " were read " + read.readings()
                    + " times, since ids came on two pages");
        }
        return read;
    }

    /**
     * Days before the window on which rows start that reach into it, such as a month's support, where the file of that day does not
     * have them: the day was never read, or the row was restated.
     */
    private Set<LocalDate> behind(CostReading.Rows read, LocalDate from, LocalDate oldest) {
        Set<LocalDate> days = new TreeSet<>();
        Map<LocalDate, Set<String>> there = new TreeMap<>();
        for (CostRow row : read.elsewhere()) {
            if (!row.day().isBefore(from)) {
                notes.count("cost rows start after the days that were asked and belong to later days");
            } else if (row.day().isBefore(oldest)) {
                notes.count("cost rows start more than a year ago, where the Costs API gives no days any more, and are "
                        + "left out");
            } else if (!there.computeIfAbsent(row.day(), day -> Set.copyOf(folder.lines(file(day))))
                    .contains(row.text())) {
                days.add(row.day());
            }
        }
        return days;
    }

    /** Empty if there is nothing to write: the day never had a row. */
    private String content(LocalDate day, List<CostRow> rows) {
        List<CostRow> sorted = new ArrayList<>(rows);
        if (rows.isEmpty() && folder.has(file(day))) {
            notes.add(day + " had costs before and has none now; its file says so with a row of zero");
            sorted.add(CostRow.nothing(day, settings.organization()));
        }
        sorted.sort(CostRow.ORDER);
        return sorted.stream().map(row -> row.text() + "\n").collect(Collectors.joining());
    }
}
