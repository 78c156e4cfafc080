package org.apportion.benchmark;

import org.apportion.spi.Engine;

/**
 * The yardsticks: DuckDB alone scans the lake columns that the split reads and groups them, once over the costs and once over
 * the usage. Nothing exact is computed that plain sums of integers do not give. Neither reads the columns that only tell record
 * groups apart, which the split reads too.
 *
 * @param costs table expression of the cost records
 * @param usage table expression of the usage samples
 */
record RawScan(Engine engine, String costs, String usage) {

    /** Into a few groups, by service and by consumer. */
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

    /** At the grain of the split: record group and period, and samples. The many groups are not fetched. */
    void runByGrain() {
        engine.query(
                "SELECT count(*), max(u), max(r) FROM (SELECT x_GroupId, ChargePeriodStart, ChargePeriodEnd,"
                        + " sum(x_EffectiveUnits) AS u, sum(x_EffectiveRest) AS r FROM " + costs
                        + " GROUP BY x_GroupId, ChargePeriodStart, ChargePeriodEnd) AS g",
                row -> row.number(0));
        engine.query(
                "SELECT count(*), max(v) FROM (SELECT metric, resource, hour, consumer, sum(value) AS v FROM " + usage
                        + " GROUP BY metric, resource, hour, consumer) AS g",
                row -> row.number(0));
    }
}
