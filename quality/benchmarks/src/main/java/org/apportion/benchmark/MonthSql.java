package org.apportion.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apportion.model.table.Column;
import org.apportion.model.table.GroupColumn;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;

/**
 * Queries that make up October 2026 out of hashes: 97 % hourly lines, 2.9 % daily, 0.1 % monthly; 2 % negative; 500 lines for
 * each resource; every fifth resource has usage of one to seven principals in nine of ten hours.
 */
final class MonthSql {
    static final String MONTH = "2026-10";

    private static final int LINES_PER_RESOURCE = 500;
    private static final int HOURS = 744;

    private final long rows;
    private final long seed;
    private final Dialect dialect;

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

    /** One row per cost line: what is drawn, before it is dressed as FOCUS columns. */
    String lines() {
        return """
                SELECT i, resource, hour_of_month, kind,
                  CASE WHEN kind < 970 THEN start_of_month + to_hours(hour_of_month)
                       WHEN kind < 999 THEN start_of_month + to_days((hour_of_month // 24)::INT)
                       ELSE start_of_month END AS period_start,
                  CASE WHEN kind < 970 THEN start_of_month + to_hours(hour_of_month + 1)
                       WHEN kind < 999 THEN start_of_month + to_days((hour_of_month // 24)::INT + 1)
                       ELSE TIMESTAMP '2026-11-01' END AS period_end,
                  ((CASE WHEN negative = 0 THEN -1 ELSE 1 END) * digits * power)::DECIMAL(18,0)
                    * 0.0000000001::DECIMAL(18,10) AS cost,
                  quantity::DECIMAL(18,0) * 0.000001::DECIMAL(18,6) AS quantity
                FROM (SELECT i, TIMESTAMP '2026-10-01' AS start_of_month,
                    %s AS resource, %s::INT AS hour_of_month, %s AS kind, %s AS negative, %s AS digits,
                    [1, 10, 100, 1000][1 + %s] AS power, %s AS quantity
                  FROM range(%d) t(i))""".formatted(
                        pick("i", 1, resources()),
                        pick("i", 2, HOURS),
                        pick("i", 3, 1000),
                        pick("i", 4, 50),
                        pick("i", 5, 1_000_000_000L),
                        pick("i", 6, 4),
                        pick("i", 7, 100_000_000L),
                        rows);
    }

    /** The bill as FOCUS columns, 43 of them, tags as JSON text. */
    String bill() {
        StringBuilder select = new StringBuilder("SELECT ");
        billColumns()
                .forEach((name, expression) -> select.append(expression)
                        .append(" AS ")
                        .append(dialect.name(name))
                        .append(", "));
        select.setLength(select.length() - 2);
        return select + " FROM (" + lines() + ")";
    }

    private Map<String, String> billColumns() {
        return new BillColumns(this::pick).expressions();
    }

    /** The bill with the columns of the lake's table, in its order. */
    String costRecords() {
        Map<String, String> known = billColumns();
        List<String> columns = new ArrayList<>();
        for (Column column : Tables.COST_RECORD.columns()) {
            String expression = known.getOrDefault(column.name(), "NULL");
            if (column.name().equals("Tags")) {
                expression = BillColumns.TAG_MAP.formatted(pick("resource", 11, 30), pick("resource", 13, 200));
            }
            columns.add("(" + expression + ")::" + dialect.type(column.type()) + " AS " + dialect.name(column.name()));
        }
        String typed = "SELECT i, " + String.join(", ", columns) + " FROM (" + lines() + ")";
        return "SELECT * EXCLUDE (i) REPLACE (" + derived() + ") FROM (" + typed
                + ") ORDER BY ResourceId, ChargePeriodStart," + " x_RecordId";
    }

    private String derived() {
        List<String> group = GroupColumn.ids().stream().map(dialect::name).toList();
        return String.join(
                ", ",
                dialect.text(MONTH) + " AS x_BillingMonth",
                "'made-up' AS x_Source, 'all' AS x_Slice, 'd1' AS x_Delivery, '0123456789abcdef' AS x_File",
                "i + 1 AS x_Row, i AS x_RecordId, 'focus@1' AS x_Mapping",
                "units_of(BilledCost) AS x_BilledUnits, rest_of(BilledCost) AS x_BilledRest",
                "units_of(EffectiveCost) AS x_EffectiveUnits, rest_of(EffectiveCost) AS x_EffectiveRest",
                "(hash(Tags, SubAccountId) % 1000000000000000000)::BIGINT AS x_TagContext",
                dialect.portableHash(group) + " AS x_GroupId",
                "NULL AS x_SourceColumns");
    }

    /** Usage as the generic usage source reads it. */
    String usage() {
        return """
                SELECT strftime(TIMESTAMP '2026-10-01' + to_hours(h::INT), '%%Y-%%m-%%dT%%H:%%M:%%SZ') AS hour,
                  'res-' || r AS resource, 'sa-' || ((r * 31 + p) %% 2000) AS consumer, 'bytes' AS metric,
                  %s::DECIMAL(18,0) * 0.001::DECIMAL(18,3) AS value, 'GiB' AS unit
                FROM range(0, %d, 5) a(r), range(%d) b(h), range(7) c(p)
                WHERE p <= %s AND %s > 0""".formatted(
                        pick("r, h, p", 21, 10_000_000L), resources(), HOURS, pick("r", 22, 7), pick("r, h", 23, 10));
    }

    /** Usage with the columns of the lake's table, in its order. */
    String usageSamples() {
        return "SELECT metric, resource, hour::TIMESTAMP AS hour, consumer, value::DECIMAL(38,9), unit, "
                + dialect.text(MONTH)
                + ", 'made-up', 'all', 'd2', 'fedcba9876543210', row_number() OVER () FROM (" + usage()
                + ") ORDER BY metric, resource, hour, consumer";
    }
}
