package org.apportion.ingest.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apportion.ingest.mapping.Mapping;
import org.apportion.model.Counted;

/**
 * Columns that FOCUS demands and for which another one counts where a file lacks them, so that nothing refuses the file. A
 * misspelled heading looks the same, and money moves by it: each such column is told once per source.
 */
final class MissingColumns {
    private static final String FOCUS = "focus";

    private static final Map<String, String> INSTEAD = instead();

    private final Map<String, List<String>> files = new LinkedHashMap<>();

    private static Map<String, String> instead() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(
                "EffectiveCost",
                "BilledCost counts as its effective cost, so what is paid in advance is charged in the month of its"
                        + " purchase");
        columns.put(
                "ChargeCategory",
                "each of its rows counts as Usage, so no rule finds a tax, a credit or a purchase in it");
        return columns;
    }

    /**
     * Columns that a file lacks and the source gives no constant for.
     *
     * @param headings of the file
     */
    static List<String> of(Mapping mapping, List<String> headings, Set<String> constants) {
        if (!mapping.name().equals(FOCUS)) {
            return List.of();
        }
        return INSTEAD.keySet().stream()
                .filter(column -> !Mapping.names(headings, column) && !Mapping.names(constants, column))
                .toList();
    }

    void add(String file, List<String> columns) {
        columns.forEach(column ->
                files.computeIfAbsent(column, absent -> new ArrayList<>()).add(file));
    }

    /** One sentence per column. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        files.forEach((column, names) -> notes.add(names.get(0)
                + (names.size() == 1 ? "" : " (and " + Counted.of(names.size() - 1, "more file") + ")")
                + " has no column " + column + ", which FOCUS demands: " + INSTEAD.get(column)));
        return notes;
    }
}
