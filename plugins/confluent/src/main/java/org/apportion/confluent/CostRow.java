package org.apportion.confluent;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import org.apportion.http.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row of the Costs API as it is written: all members that came, their names in order, and the organization.
 *
 * @param day start of its period, UTC
 * @param id as the service names the row; empty if it does not
 * @param order by product, line type, resource and id
 * @param text one line of JSON, numbers as they came but without exponents
 */
record CostRow(LocalDate day, String id, String order, String text) {
    private static final int DATE = 10;
    private static final char BEFORE_ALL = '\u0001';

    static final Comparator<CostRow> ORDER =
            Comparator.comparing(CostRow::order).thenComparing(CostRow::text);

    /** @return empty if the row is no object or has no start date */
    static Optional<CostRow> of(JsonNode row, String organization) {
        String start = Json.text(row, "start_date");
        if (!row.isObject() || start.length() < DATE) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(start.substring(0, DATE));
            ObjectNode whole = ((ObjectNode) row).deepCopy();
            whole.put("organization", organization);
            String order = String.join(
                    String.valueOf(BEFORE_ALL),
                    Json.text(row, "product"),
                    Json.text(row, "line_type"),
                    Json.text(row.path("resource"), "id"),
                    Json.text(row, "id"));
            return Optional.of(new CostRow(day, Json.text(row, "id"), order, Json.write(SortedJson.of(whole))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The row of a day that had rows and has none any more. It costs zero, and says to whoever reads the file that the day is known
     * to be empty; without a row, the rows of before would stay.
     */
    static CostRow nothing(LocalDate day, String organization) {
        ObjectNode row = Json.object()
                .put("start_date", day.toString())
                .put("end_date", day.plusDays(1).toString())
                .put("line_type", "NO_COST")
                .put("amount", 0)
                .put("original_amount", 0);
        return of(row, organization).orElseThrow();
    }
}
