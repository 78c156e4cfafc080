package org.apportion.ingest.usage;

import java.util.Map;
import java.util.Objects;
import org.apportion.ingest.problem.ImportError;
import org.apportion.spi.Engine;

/** Refuses samples that cannot be added up, or that were delivered twice. */
final class UsageChecks {
    private static final String KEY = "metric, resource, hour, consumer";
    private static final long FEWEST = 2;

    private final Engine engine;

    UsageChecks(Engine engine) {
        this.engine = engine;
    }

    long count(String relation) {
        return engine.query("SELECT count(*) FROM " + relation + " AS r", row -> row.number(0))
                .get(0);
    }

    /** @throws org.apportion.model.ApportionException {@code IMPORT_UNITS_MIXED} */
    void refuseMixedUnits(String place, String relation) {
        engine.query(
                        "SELECT metric, min(unit), max(unit) FROM " + relation
                                + " AS r GROUP BY metric HAVING min(unit) <> max(unit) ORDER BY metric LIMIT 1",
                        row -> "Metric " + row.text(0) + " comes in " + row.text(1) + " and in " + row.text(2) + ".")
                .forEach(problem -> {
                    throw ImportError.IMPORT_UNITS_MIXED.at(
                            place, problem, "Deliver one unit per metric, or give each unit a metric of its own.");
                });
    }

    /**
     * @param part column that tells deliveries apart: file or slice
     * @param names part to what it is called in the message
     * @throws org.apportion.model.ApportionException {@code IMPORT_FILES_OVERLAP} if most samples of a part are in another too
     */
    void refuseOverlap(String place, String relation, String part, Map<String, String> names) {
        String samples = "SELECT " + part + " AS p, " + KEY + ", sum(value) AS value FROM " + relation
                + " AS r GROUP BY p, " + KEY;
        String parts = "SELECT p, count(*) AS n FROM k GROUP BY p";
        String shared = "SELECT a.p AS l, b.p AS r, count(*) AS n FROM k AS a JOIN k AS b ON a.p < b.p"
                + " AND a.metric = b.metric AND a.resource = b.resource AND a.hour = b.hour"
                + " AND a.consumer = b.consumer AND a.value = b.value GROUP BY a.p, b.p";
        engine.query(
                        "WITH k AS (" + samples + "), n AS (" + parts + "), s AS (" + shared + ")"
                                + " SELECT s.l, s.r FROM s JOIN n AS x ON x.p = s.l JOIN n AS y ON y.p = s.r"
                                + " WHERE s.n >= " + FEWEST + " AND s.n * 2 > least(x.n, y.n) ORDER BY 1, 2 LIMIT 1",
                        row -> new String[] {Objects.requireNonNull(row.text(0)), Objects.requireNonNull(row.text(1))})
                .forEach(pair -> {
                    throw ImportError.IMPORT_FILES_OVERLAP.at(
                            place,
                            "Most samples of " + names.getOrDefault(pair[0], pair[0]) + " are also in "
                                    + names.getOrDefault(pair[1], pair[1]) + ".",
                            "Leave one of them out, or give the source a version pattern so that the newer one counts.");
                });
    }
}
