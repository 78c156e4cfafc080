package org.apportion.ingest.usage;

import java.util.List;
import org.apportion.model.BillingMonth;
import org.apportion.model.Counted;
import org.apportion.spi.Engine;

/** Finds metrics that two sources measure for the same resources and hours: their samples are added, so such hours weigh double. */
public final class SharedMetrics {
    private static final String HOURS = "metric, resource, hour";

    private SharedMetrics() {}

    /**
     * @param written relation of the samples that were just written
     * @param present relation of the month's samples of all sources
     * @return a remark per metric and other source
     */
    public static List<String> notes(Engine engine, String source, BillingMonth month, String written, String present) {
        String own = engine.dialect().text(source);
        String name = engine.dialect().name("x_Source");
        return engine.query(
                "WITH w AS (SELECT DISTINCT " + HOURS + " FROM " + written + " AS r), o AS (SELECT DISTINCT " + name
                        + " AS s, " + HOURS + " FROM " + present + " AS p WHERE " + name + " <> " + own
                        + " AND metric IN (SELECT DISTINCT metric FROM w))"
                        + " SELECT o.s, o.metric, count(*) FROM o JOIN w ON o.metric = w.metric AND o.resource = w.resource"
                        + " AND o.hour = w.hour GROUP BY o.s, o.metric ORDER BY o.s, o.metric",
                row -> row.text(1) + " of " + month + " comes from " + source + " and from " + row.text(0)
                        + " for " + Counted.of(row.number(2), "hour")
                        + " of the same resources, and both are added; hours that only one of them has weigh less. Leave out"
                        + " one of the sources");
    }
}
