package org.apportion.benchmark;

import java.util.List;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;

/**
 * The yardstick: DuckDB alone scans the lake columns that the split reads and groups them, once over the costs and once over
 * the usage. Nothing exact is computed that plain sums of integers do not give.
 */
final class RawScan {
    private final Engine engine;
    private final MonthFiles files;

    RawScan(Engine engine, MonthFiles files) {
        this.engine = engine;
        this.files = files;
    }

    void run() {
        engine.query(
                "SELECT ServiceName, count(*), sum(x_EffectiveUnits), sum(x_EffectiveRest), min(ChargePeriodStart),"
                        + " max(ChargePeriodEnd), max(ResourceId), max(x_GroupId), max(ChargeCategory) FROM "
                        + scan(Tables.COST_RECORD) + " GROUP BY ServiceName",
                row -> row.text(0));
        engine.query(
                "SELECT metric, consumer, count(*), sum(value), max(resource), max(hour) FROM "
                        + scan(Tables.USAGE_SAMPLE) + " GROUP BY metric, consumer",
                row -> row.text(0));
    }

    private String scan(TableSchema table) {
        return engine.dialect()
                .parquet(
                        List.of(table == Tables.COST_RECORD ? files.costRecords() : files.usageSamples()),
                        table.columns());
    }
}
