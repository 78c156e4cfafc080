package org.apportion.gcp;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apportion.http.objects.ObjectError;

/**
 * The questions to one table of Google's billing export. Export times go to and fro as texts of one width, whose order is the
 * order of the times.
 */
final class ExportTable {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final String EXPORTED = "FORMAT_TIMESTAMP('%Y%m%dT%H%M%E6SZ', export_time)";

    /** Rows that are exported now may still get company with the same time. */
    private static final String SETTLED = "export_time < TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 HOUR)";

    /** Rows lie in the partition of the day on which they were loaded, some days around their export. */
    private static final int DAYS_AROUND = 8;

    private final BigQueryTable queries;
    private final String table;
    private final String partition;

    /**
     * @param table as {@code project.dataset.table}, checked
     * @param partition the column by which the table is cut into days, checked; empty if it is not cut
     */
    ExportTable(BigQueryTable queries, String table, String partition) {
        this.queries = queries;
        this.table = table;
        this.partition = partition;
    }

    /**
     * What the table holds of an invoice month.
     *
     * @param newest export time of its newest row; empty if it has none
     * @param rows all of them
     * @param upTo those that were exported until the time that was asked about, inclusive
     */
    record Extent(String newest, long rows, long upTo) {}

    /** Reads two narrow columns of the whole table. */
    Extent extent(LocalDate month, String from) {
        List<Extent> found = new ArrayList<>();
        queries.query(
                "SELECT MAX(" + EXPORTED + "), CAST(COUNT(*) AS STRING), CAST(COUNTIF(" + EXPORTED
                        + " <= @from) AS STRING) FROM `" + table + "` WHERE invoice.month = @invoice AND " + SETTLED,
                parameters(month, from),
                cells -> found.add(extent(cells)));
        return found.isEmpty() ? new Extent("", 0, 0) : found.get(0);
    }

    private Extent extent(List<String> cells) {
        String newest = cells.get(0);
        if (cells.size() != 3 || !newest.isEmpty() && !BroughtRows.isTime(newest)) {
            throw ObjectError.OBJECT_NOT_READ.at(table, "the export time is no time.", "Check the setting table.");
        }
        return new Extent(newest, number(cells.get(1)), number(cells.get(2)));
    }

    private long number(String cell) {
        try {
            return Long.parseLong(cell);
        } catch (NumberFormatException e) {
            throw ObjectError.OBJECT_NOT_READ.at(table, "the number of rows is no number.", "Check the setting table.");
        }
    }

    /**
     * Hands out the rows of a month as JSON texts.
     *
     * @param from export time, exclusive; empty for all
     * @param to export time, inclusive
     * @param everywhere whether to look beyond the partitions around the month and the export time
     * @return number of rows
     */
    long rows(LocalDate month, String from, String to, boolean everywhere, Consumer<String> line) {
        Map<String, String> parameters = parameters(month, from);
        parameters.put("to", to);
        String within = "";
        if (!partition.isEmpty() && !everywhere) {
            LocalDate first = month.minusDays(DAYS_AROUND);
            LocalDate exported = from.isEmpty() ? first : day(from).minusDays(DAYS_AROUND);
            parameters.put("day", (exported.isAfter(first) ? exported : first).format(DAY));
            // Rows that were just streamed lie in no partition yet.
            within = " AND (" + partition + " >= PARSE_TIMESTAMP('%Y%m%d', @day) OR " + partition + " IS NULL)";
        }
        return queries.query(
                "SELECT TO_JSON_STRING(t) FROM `" + table + "` AS t WHERE invoice.month = @invoice AND " + EXPORTED
                        + " > @from AND " + EXPORTED + " <= @to" + within,
                parameters,
                cells -> line.accept(cells.get(0)));
    }

    private static LocalDate day(String exported) {
        return LocalDate.parse(exported.substring(0, 8), DAY);
    }

    private static Map<String, String> parameters(LocalDate month, String from) {
        return new TreeMap<>(Map.of("invoice", invoice(month), "from", from));
    }

    /** The month as Google writes it, such as {@code 202610}. */
    static String invoice(LocalDate month) {
        return String.format("%04d%02d", month.getYear(), month.getMonthValue());
    }

    @Override
    public String toString() {
        return table;
    }
}
