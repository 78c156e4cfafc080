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
 * Reads the rows of one window. A row that moves to a later page while pages are read counts once. Where an id comes on a later page
 * with another content, the row may have been restated in between, or be another tier with the same id: then the window is read again
 * until two readings are alike.
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
    private Map<String, Integer> pageOfText = new HashMap<>();
    private Map<String, Integer> pageOfId = new HashMap<>();
    private long again;
    private boolean doubtful;

    /**
     * What a window holds.
     *
     * @param rows by the day on which they start
     * @param elsewhere rows that start before or after the window
     * @param again how many rows came on a second page
     */
    record Rows(Map<LocalDate, List<CostRow>> rows, List<CostRow> elsewhere, long again) {}

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
        Rows last = once();
        for (int reading = 1; doubtful; reading++) {
            if (reading == MOST_READINGS) {
                throw ConfluentError.CONFLUENT_COSTS_CHANGING.at(
                        PLACE + " " + from + " to " + to,
                        Counted.of(MOST_READINGS, "reading") + " of these days differ from each other; nothing of "
                                + "them was taken.",
                        "Fetch again later, when Confluent has finished restating them.");
            }
            Rows before = last;
            last = once();
            if (sorted(last).equals(sorted(before))) {
                return last;
            }
            doubtful = true;
        }
        return last;
    }

    private Rows once() {
        rows = new TreeMap<>();
        elsewhere = new ArrayList<>();
        pageOfText = new HashMap<>();
        pageOfId = new HashMap<>();
        again = 0;
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
        return new Rows(rows, elsewhere, again);
    }

    private void take(JsonNode entry, int page) {
        CostRow row = CostRow.of(entry, settings.organization())
                .orElseThrow(() -> ConfluentCloud.unreadable(PLACE, "a row has no start_date"));
        if (row.day().isBefore(from) || !row.day().isBefore(to)) {
            elsewhere.add(row);
            return;
        }
        if (!row.id().isEmpty()) {
            if (pageOfText.getOrDefault(row.text(), page) != page) {
                again++;
                return;
            }
            pageOfText.put(row.text(), page);
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
