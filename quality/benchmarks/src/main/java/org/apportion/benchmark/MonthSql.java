package org.apportion.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.model.table.Column;
import org.apportion.model.table.GroupColumn;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;

/**
 * Queries that make up October 2026 out of hashes: 97 % hourly lines, 2.9 % daily, 0.1 % monthly; 2 % negative; 500 lines for
 * each resource; every fifth resource has usage of one to seven principals in nine of ten hours.
 *
 * <p>The other queries read the session's tables that {@link #prepare} makes.
 */
final class MonthSql {
    static final String MONTH = "2026-10";

    /** The four tags of a resource as a map; {@link #variants} knows the two numbers. */
    static final String TAGS = "MAP {'team': 'team-' || team, 'env': ['prod', 'test', 'dev'][1 + resource % 3],"
            + " 'app': 'app-' || app, 'cost-center': 'cc-' || (resource % 99)}";

    private static final int LINES_PER_RESOURCE = 500;
    private static final int HOURS = 744;

    private final long rows;
    private final long seed;
    private final Dialect dialect;
    private final BillColumns columns = new BillColumns();

    MonthSql(long rows, long seed, Dialect dialect) {
        this.rows = rows;
        this.seed = seed;
        this.dialect = dialect;
    }

    private long resources() {
        return Math.max(5, rows / LINES_PER_RESOURCE);
    }

    /** A number from 0 to {@code below - 1} that depends on the expression, the seed and the purpose alone. */
    private String pick(String of, int purpose, long below) {
        return "(hash(" + of + ", " + seed + ", " + purpose + ") % " + below + ")::BIGINT";
    }

    /** Statements that make the tables the other queries read: what is the same for many lines, and what was used. */
    List<String> prepare() {
        return List.of(
                dialect.createTable("made_up_variant", variants()), dialect.createTable("made_up_sample", samples()));
    }

    private String variants() {
        String drawn = "SELECT resource, meter, committed, " + pick("resource", 11, 30) + " AS team, "
                + pick("resource", 13, 200) + " AS app FROM range(" + resources() + ") AS r(resource), range("
                + BillColumns.METERS + ") AS m(meter), (VALUES (false), (true)) AS c(committed)";
        String known = columns.ofVariant().entrySet().stream()
                .map(column -> column.getValue() + " AS " + dialect.name(column.getKey()))
                .collect(Collectors.joining(", "));
        String tagged = "SELECT resource * " + BillColumns.VARIANTS + " + meter + " + BillColumns.METERS
                + " * committed::INT AS variant, " + TAGS + " AS tag_map, " + known + " FROM (" + drawn + ")";
        String context = "SELECT *, "
                + dialect.portableHash(
                        List.of(dialect.mapText("tag_map"), "NULL", name("SubAccountId"), name("BillingAccountId")))
                + " AS tag_context FROM (" + tagged + ")";
        List<String> group = new ArrayList<>();
        for (String column : GroupColumn.ids()) {
            group.add(
                    switch (column) {
                        case "x_Source" -> "'made-up'";
                        case "x_BillingMonth" -> dialect.text(MONTH);
                        default -> columns.ofVariant().containsKey(column) ? name(column) : "NULL";
                    });
        }
        group.add("tag_context::VARCHAR");
        return "SELECT *, " + dialect.portableHash(group) + " AS group_id FROM (" + context + ")";
    }

    /** One row per cost line: what is drawn, before it is dressed as FOCUS columns. */
    private String lines() {
        return """
                SELECT i, variant, period_start, period_end,
                  ((CASE WHEN negative = 0 THEN -1 ELSE 1 END) * digits * power)::DECIMAL(18,0)
                    * 0.0000000001::DECIMAL(18,10) AS cost,
                  quantity::DECIMAL(18,0) * 0.000001::DECIMAL(18,6) AS quantity
                FROM (SELECT i, resource * %d + %s AS variant, negative, digits, 10 ** magnitude AS power, quantity,
                    CASE WHEN kind < 970 THEN start_of_month + to_hours(hour_of_month)
                         WHEN kind < 999 THEN start_of_month + to_days((hour_of_month // 24)::INT)
                         ELSE start_of_month END AS period_start,
                    CASE WHEN kind < 970 THEN start_of_month + to_hours(hour_of_month + 1)
                         WHEN kind < 999 THEN start_of_month + to_days((hour_of_month // 24)::INT + 1)
                         ELSE TIMESTAMP '2026-11-01' END AS period_end
                  FROM (SELECT i, TIMESTAMP '2026-10-01' AS start_of_month,
                      %s AS resource, %s::INT AS hour_of_month, %s AS kind, %s AS negative, %s AS digits,
                      %s AS magnitude, %s AS quantity
                    FROM range(%d) t(i)))""".formatted(
                        BillColumns.VARIANTS,
                        BillColumns.VARIANT_OF_LINE,
                        pick("i", 1, resources()),
                        pick("i", 2, HOURS),
                        pick("i", 3, 1000),
                        pick("i", 4, 50),
                        pick("i", 5, 1_000_000_000L),
                        pick("i", 6, 4),
                        pick("i", 7, 100_000_000L),
                        rows);
    }

    /** The bill as FOCUS columns, 43 of them, tags as JSON text; in no order. */
    String bill() {
        return columns.ofLine().entrySet().stream()
                        .map(column -> column.getValue() + " AS " + name(column.getKey()))
                        .collect(Collectors.joining(", ", "SELECT ", ""))
                + " FROM (" + lines() + ") AS l JOIN made_up_variant AS v ON v.variant = l.variant";
    }

    /** The bill with the columns of the lake's table, in its order and sorted as it asks. */
    String costRecords() {
        Map<String, String> known = columns.ofLine();
        known.putAll(derived());
        List<String> select = new ArrayList<>();
        for (Column column : Tables.COST_RECORD.columns()) {
            select.add("(" + known.getOrDefault(column.name(), "NULL") + ")::" + dialect.type(column.type()) + " AS "
                    + name(column.name()));
        }
        // The few drawn columns are sorted, not the hundred that they are dressed with.
        String sorted = "SELECT l.*, money, units_of(money) AS units, rest_of(money) AS rest FROM (SELECT *,"
                + " cost::DECIMAL(38,18) AS money FROM (" + lines() + ")) AS l ORDER BY 'res-' || variant // "
                + BillColumns.VARIANTS + ", period_start, i";
        return "SELECT " + String.join(", ", select) + " FROM (" + sorted
                + ") AS l JOIN made_up_variant AS v ON v.variant = l.variant";
    }

    private Map<String, String> derived() {
        return Map.ofEntries(
                Map.entry("Tags", "v.tag_map"),
                Map.entry("ChargePeriodStart", "period_start"),
                Map.entry("ChargePeriodEnd", "period_end"),
                Map.entry("x_BillingMonth", dialect.text(MONTH)),
                Map.entry("x_Source", "'made-up'"),
                Map.entry("x_Slice", "'all'"),
                Map.entry("x_Delivery", "'d1'"),
                Map.entry("x_File", "'0123456789abcdef'"),
                Map.entry("x_Row", "i + 1"),
                Map.entry("x_RecordId", "i"),
                Map.entry("x_Mapping", "'focus@1'"),
                Map.entry("x_BilledUnits", "units"),
                Map.entry("x_BilledRest", "rest"),
                Map.entry("x_EffectiveUnits", "units"),
                Map.entry("x_EffectiveRest", "rest"),
                Map.entry("x_TagContext", "v.tag_context"),
                Map.entry("x_GroupId", "v.group_id"));
    }

    private String samples() {
        return """
                SELECT 'res-' || r AS resource, TIMESTAMP '2026-10-01' + to_hours(h::INT) AS hour,
                  'sa-' || ((r * 31 + p) %% 2000) AS consumer, %s::DECIMAL(18,0) * 0.001::DECIMAL(18,3) AS value
                FROM range(0, %d, 5) a(r), range(%d) b(h), range(7) c(p)
                WHERE p <= %s AND %s > 0 ORDER BY resource, hour, consumer""".formatted(
                        pick("r, h, p", 21, 10_000_000L), resources(), HOURS, pick("r", 22, 7), pick("r, h", 23, 10));
    }

    /** Usage as the generic usage source reads it. */
    String usage() {
        return "SELECT strftime(hour, '%Y-%m-%dT%H:%M:%SZ') AS hour, resource, consumer, 'bytes' AS metric, value, 'GiB' AS unit"
                + " FROM made_up_sample";
    }

    /** Usage with the columns of the lake's table, in its order. */
    String usageSamples() {
        return "SELECT 'bytes', resource, hour, consumer, value::DECIMAL(38,9), 'GiB', " + dialect.text(MONTH)
                + ", 'made-up', 'all', 'd2', 'fedcba9876543210', rowid + 1 FROM made_up_sample";
    }

    private String name(String column) {
        return dialect.name(column);
    }
}
