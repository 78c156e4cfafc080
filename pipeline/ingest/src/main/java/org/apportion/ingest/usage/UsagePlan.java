package org.apportion.ingest.usage;

import java.util.List;
import java.util.Map;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.CellFunctions;
import org.apportion.spi.Dialect;

/**
 * The statements that make samples of a usage file. Values are read as decimals with at most 18 decimals (finer digits round
 * half away from zero), then rounded half-even to nine. Times count as UTC unless the option {@code time-zone} says otherwise
 * and are floored to the hour.
 */
final class UsagePlan {
    /** What the numbers in {@code x_problem} mean, from 0: column, code and reason. */
    static final List<List<String>> REJECTS = List.of(
            List.of("hour", "ROW_TIME_UNREADABLE", "The hour is missing or no time."),
            List.of("value", "ROW_NUMBER_UNREADABLE", "The value is missing or no number."),
            List.of("value", "ROW_VALUE_NEGATIVE", "The value is negative; usage is zero or more."),
            List.of("metric", "ROW_VALUE_MISSING", "The row has no metric."),
            List.of("resource", "ROW_VALUE_MISSING", "The row has no resource."),
            List.of("consumer", "ROW_VALUE_MISSING", "The row has no consumer."));

    private static final int ROW_DIGITS = 19;
    private static final int FILE_DIGITS = 16;

    private final Dialect dialect;
    private final UsageColumns columns;
    private final Map<String, String> options;

    UsagePlan(Dialect dialect, UsageColumns columns, Map<String, String> options) {
        this.dialect = dialect;
        this.columns = columns;
        this.options = options;
    }

    /**
     * One row per row of the file, with {@code x_problem} null for samples.
     *
     * @param relation table expression with the file's columns and {@code x_row}
     */
    String select(String relation, String fileId) {
        String cells = "SELECT " + text("metric") + " AS metric, " + text("resource") + " AS resource, " + hour()
                + " AS hour, " + text("consumer") + " AS consumer, " + value() + " AS fine, " + text("unit")
                + " AS unit, s.x_row FROM " + relation + " AS s";
        String money = dialect.type(ColumnType.MONEY);
        String usage = dialect.type(ColumnType.USAGE);
        // A cast rounds half away from zero; an exact half that came out odd goes back to the even neighbor.
        String rounded = "SELECT c.*, CAST(c.fine AS " + usage + ") AS up FROM (" + cells + ") AS c";
        String even = "CASE WHEN CAST(up AS " + money + ") - fine = CAST('0.0000000005' AS " + money
                + ") AND right(CAST(up AS " + dialect.type(ColumnType.STRING) + "), 1) IN ('1', '3', '5', '7', '9')"
                + " THEN up - CAST('0.000000001' AS " + usage + ") ELSE up END";
        return "SELECT metric, resource, hour, consumer, CAST(" + even + " AS " + usage + ") AS value, unit, "
                + month() + " AS " + q("x_UsageMonth") + ", " + dialect.text(fileId) + " AS f, x_row AS x_row, "
                + problem() + " AS x_problem FROM (" + rounded + ") AS r";
    }

    /** What decides how rows are read: part of the fingerprint of a reading. */
    String form() {
        return select("file", "") + options.getOrDefault("time-format", "");
    }

    /**
     * The samples of a delivery, one per key, as {@code usage_sample} wants them.
     *
     * @param rows relation of rows as {@link #select} makes them
     */
    static String samples(Dialect dialect, String rows, String source, Delivery delivery) {
        String string = dialect.type(ColumnType.STRING);
        String first = "min(f || lpad(CAST(x_row AS " + string + "), " + ROW_DIGITS + ", '0'))";
        String grouped = "SELECT metric, resource, hour, consumer, CAST(sum(value) AS " + dialect.type(ColumnType.USAGE)
                + ") AS value, min(unit) AS unit, " + first + " AS first_row FROM " + rows
                + " AS r GROUP BY metric, resource, hour, consumer";
        String month = dialect.text(delivery.key().month().toString());
        return "SELECT metric, resource, hour, consumer, value, unit, " + month + " AS " + dialect.name("x_UsageMonth")
                + ", " + dialect.text(source) + " AS " + dialect.name("x_Source") + ", "
                + dialect.text(delivery.key().slice()) + " AS " + dialect.name("x_Slice") + ", "
                + dialect.text(delivery.id()) + " AS " + dialect.name("x_Delivery") + ", substr(first_row, 1, "
                + FILE_DIGITS + ") AS " + dialect.name("x_File") + ", CAST(substr(first_row, " + (FILE_DIGITS + 1)
                + ") AS " + dialect.type(ColumnType.BIGINT) + ") AS " + dialect.name("x_Row") + " FROM (" + grouped
                + ") AS g ORDER BY " + String.join(", ", Tables.USAGE_SAMPLE.sort());
    }

    private String text(String field) {
        return columns.column(field)
                .map(column -> "nullif(trim(" + cell(column) + "), '')")
                .orElseGet(() -> columns.constant(field)
                        .map(dialect::text)
                        .orElse("CAST(NULL AS " + dialect.type(ColumnType.STRING) + ")"));
    }

    private String value() {
        return dialect.cells().decimal(text("value"));
    }

    private String hour() {
        String zone = options.getOrDefault("time-zone", "UTC");
        CellFunctions cells = dialect.cells();
        SourceColumn column = columns.column("hour").orElse(null);
        if (column != null && cells.shape(column.type()) == CellFunctions.Shape.ZONED_TIMESTAMP) {
            return floored(cells.utc("s." + q(column.name())));
        }
        if (column != null && cells.shape(column.type()) == CellFunctions.Shape.TIMESTAMP) {
            return floored(cells.atZone("s." + q(column.name()), zone));
        }
        String format = options.get("time-format");
        return floored(cells.timestamp(text("hour"), format == null ? List.of() : List.of(format), zone));
    }

    private String floored(String timestamp) {
        return dialect.timestampOfHour(dialect.hourOf(timestamp));
    }

    private String cell(SourceColumn column) {
        return dialect.cells().text("s." + q(column.name()), column.type());
    }

    private String month() {
        return "substr(CAST(hour AS " + dialect.type(ColumnType.STRING) + "), 1, 7)";
    }

    private static String problem() {
        return "CASE WHEN hour IS NULL THEN 0 WHEN fine IS NULL OR up IS NULL THEN 1 WHEN fine < 0 THEN 2"
                + " WHEN metric IS NULL THEN 3 WHEN resource IS NULL THEN 4 WHEN consumer IS NULL THEN 5 END";
    }

    private String q(String name) {
        return dialect.name(name);
    }
}
