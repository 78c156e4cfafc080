package org.apportion.ingest.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.ingest.problem.ImportError;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * Looks for records that may have been delivered twice. A few narrow columns are compared first; only where those agree are
 * all columns.
 */
final class CostChecks {
    private static final List<String> NARROW =
            List.of("x_GroupId", "ChargePeriodStart", "ChargePeriodEnd", "BilledCost", "EffectiveCost");
    private static final Set<String> IDENTITY =
            Set.of("x_File", "x_Row", "x_RecordId", "x_Slice", "x_Delivery", "x_Mapping");
    private static final long FEWEST = 2;

    private final Engine engine;
    private final Dialect dialect;

    CostChecks(Engine engine) {
        this.engine = engine;
        this.dialect = engine.dialect();
    }

    /** Records beyond the first of each set of equal ones in one delivery. */
    long equalRows(String relation) {
        String narrow = narrow("");
        String groups = "SELECT " + narrow + " FROM " + relation + " AS n GROUP BY " + narrow + " HAVING count(*) > 1";
        long candidates = engine.query("SELECT count(*) FROM (" + groups + ") AS g", row -> row.number(0))
                .get(0);
        if (candidates == 0) {
            return 0;
        }
        String whole = "SELECT " + q("x_Delivery") + " AS d, " + wholeRow("r") + " AS h FROM " + relation
                + " AS r JOIN (" + groups + ") AS g ON " + same("r", "g");
        return engine.query(
                        "SELECT coalesce(sum(n - 1), 0) FROM (SELECT d, h, count(*) AS n FROM (" + whole
                                + ") AS w GROUP BY d, h) AS c",
                        row -> row.number(0))
                .get(0);
    }

    /**
     * @param place source and month
     * @param names file id to name, for the message
     * @throws org.apportion.model.ApportionException {@code IMPORT_FILES_OVERLAP} if most rows of a file are in another too
     */
    void refuseOverlap(String place, String relation, Map<String, String> names) {
        Map<String, Long> rows = new LinkedHashMap<>();
        engine.forEach(
                "SELECT " + q("x_File") + ", count(*) FROM " + relation + " AS r GROUP BY " + q("x_File")
                        + " ORDER BY 1",
                row -> rows.put(Objects.requireNonNull(row.text(0)), row.number(1)));
        if (rows.size() < 2) {
            return;
        }
        for (Pair pair : candidates(relation)) {
            if (pair.isMost(rows) && confirmed(relation, pair).isMost(rows)) {
                throw ImportError.IMPORT_FILES_OVERLAP.at(
                        place,
                        "Most rows of " + names.getOrDefault(pair.left(), "file " + pair.left()) + " are also in "
                                + names.getOrDefault(pair.right(), "file " + pair.right()) + ".",
                        "Leave one of them out, or give the source a version pattern so that the newer one counts.");
            }
        }
    }

    private List<Pair> candidates(String relation) {
        String keys = "SELECT " + q("x_File") + " AS f, " + narrow("") + ", count(*) AS n FROM " + relation
                + " AS r GROUP BY " + q("x_File") + ", " + narrow("");
        return pairs(
                "WITH k AS (" + keys + ") SELECT a.f, b.f, sum(least(a.n, b.n)) FROM k AS a JOIN k AS b ON a.f < b.f"
                        + " AND " + same("a", "b") + " GROUP BY a.f, b.f ORDER BY a.f, b.f");
    }

    private Pair confirmed(String relation, Pair pair) {
        String keys = "SELECT " + q("x_File") + " AS f, " + wholeRow("r") + " AS h FROM " + relation + " AS r WHERE "
                + q("x_File") + " IN (" + dialect.text(pair.left()) + ", " + dialect.text(pair.right()) + ")";
        List<Pair> pairs = pairs("WITH w AS (" + keys + "), k AS (SELECT f, h, count(*) AS n FROM w GROUP BY f, h)"
                + " SELECT a.f, b.f, sum(least(a.n, b.n)) FROM k AS a JOIN k AS b ON a.f < b.f AND a.h = b.h"
                + " GROUP BY a.f, b.f");
        return pairs.isEmpty() ? new Pair(pair.left(), pair.right(), 0) : pairs.get(0);
    }

    private List<Pair> pairs(String query) {
        return engine.query(
                query,
                row -> new Pair(
                        Objects.requireNonNull(row.text(0)), Objects.requireNonNull(row.text(1)), row.number(2)));
    }

    /** A hash over everything that the source says, wherever the row stood. */
    private String wholeRow(String alias) {
        List<String> texts = new ArrayList<>();
        for (Column column : Tables.COST_RECORD.columns()) {
            if (!IDENTITY.contains(column.name())) {
                String name = alias + "." + q(column.name());
                texts.add(
                        column.type() == ColumnType.STRING_MAP
                                ? dialect.mapText(name)
                                : "CAST(" + name + " AS " + dialect.type(ColumnType.STRING) + ")");
            }
        }
        return dialect.portableHash(texts);
    }

    private String same(String left, String right) {
        return NARROW.stream()
                .map(column -> left + "." + q(column) + " = " + right + "." + q(column))
                .collect(Collectors.joining(" AND "));
    }

    private String narrow(String prefix) {
        return NARROW.stream().map(column -> prefix + q(column)).collect(Collectors.joining(", "));
    }

    private String q(String name) {
        return dialect.name(name);
    }

    private record Pair(String left, String right, long shared) {
        boolean isMost(Map<String, Long> rows) {
            long smaller = Math.min(rows.getOrDefault(left, 0L), rows.getOrDefault(right, 0L));
            return shared >= FEWEST && shared * 2 > smaller;
        }
    }
}
