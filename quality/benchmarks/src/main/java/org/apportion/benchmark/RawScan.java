package org.apportion.benchmark;

import org.apportion.spi.Engine;

/**
 * The yardstick: DuckDB alone scans the lake columns that the split reads and groups them, once over the costs and once over
 * the usage. Nothing exact is computed that plain sums of integers do not give.
 *
 * @param costs table expression of the cost records
 * @param usage table expression of the usage samples
 */
record RawScan(Engine engine, String costs, String usage) {

    void run() {
        engine.query(
                "SELECT ServiceName, count(*), sum(x_EffectiveUnits), sum(x_EffectiveRest), min(ChargePeriodStart),"
                        + " max(ChargePeriodEnd), max(ResourceId), max(x_GroupId), max(ChargeCategory) FROM "
                        + costs + " GROUP BY ServiceName",
                row -> row.text(0));
        engine.query(
                "SELECT metric, consumer, count(*), sum(value), max(resource), max(hour) FROM " + usage
                        + " GROUP BY metric, consumer",
                row -> row.text(0));
    }
}
