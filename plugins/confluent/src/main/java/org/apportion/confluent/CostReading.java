package org.apportion.confluent;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.model.Counted;
import tools.jackson.databind.JsonNode;

/**
 * Reads the rows of one window. Where an id comes on a later page again, the row may have moved there while pages were read, may have
 * been restated in between, or be another tier with the same id: then the window is read again, until a reading has no such row or
 * two readings are alike. Alike rows of two like readings are tiers, and all count, as they do on one page.
 */
final class CostReading {
    private static final int MOST_READINGS = 5;
    private static final String PLACE = "costs GET /" + Api.COSTS.path();

    private final ConfluentSettings settings;
    private final ConfluentCloud cloud;
    private final LocalDate from;
    private final LocalDate to;
    private final boolean hadCosts;

    private Map<LocalDate, List<CostRow>> rows = new TreeMap<>();
    private List<CostRow> elsewhere = new ArrayList<>();
    private Map<String, Integer> pageOfId = new HashMap<>();
    private boolean doubtful;

    /**
     * What a window holds.
     *
     * @param rows by the day on which they start
     * @param elsewhere rows that start before or after the window
     * @param readings how often it was read
     */
    record Rows(Map<LocalDate, List<CostRow>> rows, List<CostRow> elsewhere, int readings) {}

    /** @param hadCosts whether a day of the window is known to have rows: then an answer that has no list is none */
    CostReading(ConfluentSettings settings, ConfluentCloud cloud, LocalDate from, LocalDate to, boolean hadCosts) {
        this.settings = settings;
        this.cloud = cloud;
        this.from = from;
        this.to = to;
        this.hadCosts = hadCosts;
    }

    /** @throws org.apportion.model.ApportionException {@code CONFLUENT_COSTS_CHANGING} if no two readings are alike */
    Rows read() {
        Rows last = once(1);
        for (int reading = 1; doubtful; reading++) {
            if (reading == MOST_READINGS) {
                throw ConfluentError.CONFLUENT_COSTS_CHANGING.at(
                        PLACE + " " + from + " to " + to,
                        Counted.of(MOST_READINGS, "reading") + " of these days differ from each other; nothing of "
                                + "them was taken.",
                        "Fetch again later, when Confluent has finished restating them.");
            }
            Rows before = last;
            last = once(reading + 1);
            if (sorted(last).equals(sorted(before))) {
                return last;
            }
        }
        return last;
    }

    private Rows once(int reading) {
        rows = new TreeMap<>();
        elsewhere = new ArrayList<>();
        pageOfId = new HashMap<>();
        doubtful = false;
        int[] page = {0};
        cloud.pages(
                Api.COSTS,
                settings.endpoint(),
                settings.key(),
                Api.COSTS.path(),
                Map.of(
                        "start_date", from.toString(),
                        "end_date", to.toString(),
                        "page_size", String.valueOf(settings.costPage())),
                !hadCosts,
                entries -> {
                    entries.forEach(entry -> take(entry, page[0]));
                    page[0]++;
                });
        return new Rows(rows, elsewhere, reading);
    }

    private void take(JsonNode entry, int page) {
        CostRow row = CostRow.of(entry, settings.organization())
                .orElseThrow(() -> ConfluentCloud.unreadable(PLACE, "a row has no start_date"));
        if (row.day().isBefore(from) || !row.day().isBefore(to)) {
            elsewhere.add(row);
            return;
        }
        if (!row.id().isEmpty()) {
            doubtful |= pageOfId.getOrDefault(row.id(), page) != page;
            pageOfId.put(row.id(), page);
        }
        rows.computeIfAbsent(row.day(), absent -> new ArrayList<>()).add(row);
    }

    private static List<String> sorted(Rows read) {
        return read.rows().values().stream()
                .flatMap(List::stream)
                .map(CostRow::text)
                .sorted()
                .toList();
    }
}
