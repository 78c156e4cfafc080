package org.apportion.confluent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.http.Json;
import org.apportion.model.Counted;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchWindow;
import tools.jackson.databind.JsonNode;

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

    /** @param read days that were asked now; {@code changed} of them are new or differ */
    record Read(List<LocalDate> read, long changed, long bytes) {}

    CostDays(ConfluentSettings settings, ConfluentCloud cloud, FetchFolder folder, Notes notes) {
        this.settings = settings;
        this.cloud = cloud;
        this.folder = folder;
        this.notes = notes;
        for (String line : folder.lines(STATE)) {
            Json.read(line).map(DayRecord::of).ifPresent(record -> known.put(record.day(), record));
        }
    }

    static String file(LocalDate day) {
        return "costs/" + day + ".ndjson";
    }

    Read fetch(FetchWindow window, Instant now, Progress progress) {
        List<LocalDate> days = wanted(window, now);
        List<List<LocalDate>> windows = windows(days);
        progress.start("Costs", days.size(), "days");
        long changed = 0;
        long bytes = 0;
        long done = 0;
        for (List<LocalDate> part : windows) {
            Map<LocalDate, List<CostRow>> rows =
                    rows(part.get(0), part.get(part.size() - 1).plusDays(1));
            for (LocalDate day : part) {
                List<CostRow> ofDay = rows.getOrDefault(day, List.of());
                String content = content(day, ofDay);
                if (!content.isEmpty() && folder.write(file(day), content)) {
                    changed++;
                    bytes += content.length();
                }
                known.put(day, new DayRecord(day, now, ofDay.size()));
            }
            folder.write(
                    STATE,
                    known.values().stream().map(record -> record.line() + "\n").collect(Collectors.joining()));
            done += part.size();
            progress.advanceTo(done);
        }
        progress.finish(Counted.of(days.size(), "day") + " read, " + changed + " changed");
        return new Read(days, changed, bytes);
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
                && (record.rows() == 0 || folder.has(file(day)));
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

    private Map<LocalDate, List<CostRow>> rows(LocalDate from, LocalDate to) {
        List<List<JsonNode>> pages = cloud.pages(
                Api.COSTS,
                settings.endpoint(),
                settings.key(),
                Api.COSTS.path(),
                Map.of(
                        "start_date", from.toString(),
                        "end_date", to.toString(),
                        "page_size", String.valueOf(settings.costPage())));
        Map<LocalDate, List<CostRow>> rows = new TreeMap<>();
        Map<String, Integer> pageOf = new HashMap<>();
        for (int page = 0; page < pages.size(); page++) {
            for (JsonNode entry : pages.get(page)) {
                CostRow row = CostRow.of(entry, settings.organization())
                        .orElseThrow(() ->
                                ConfluentCloud.unreadable("costs GET /" + Api.COSTS.path(), "a row has no start_date"));
                if (row.day().isBefore(from) || !row.day().isBefore(to)) {
                    notes.count("cost rows start outside the days that were asked and belong to other days");
                } else if (!row.id().isEmpty() && pageOf.getOrDefault(row.text(), page) != page) {
                    notes.count("cost rows came again on a later page, with the same id and content, and count once");
                } else {
                    pageOf.put(row.text(), page);
                    rows.computeIfAbsent(row.day(), absent -> new ArrayList<>()).add(row);
                }
            }
        }
        return rows;
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
