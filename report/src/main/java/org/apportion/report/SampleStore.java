package org.apportion.report;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.model.rule.Tier;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;

/** Reads the samples that cells ask for, each resource once. */
final class SampleStore {
    private static final long SECONDS = 3600;

    private final ReportSession session;
    private final LakeView view;
    private final Map<String, Integer> exponents;
    private final CellWindow all;
    private final Map<String, UsageIndex> byResource = new HashMap<>();

    /**
     * @param all the hours that any cell may ask for
     * @param exponents metric, or two joined by {@code |}, to the run's exponent q
     */
    SampleStore(ReportSession session, LakeView view, Map<String, Integer> exponents, CellWindow all) {
        this.session = session;
        this.view = view;
        this.exponents = exponents;
        this.all = all;
    }

    UsageIndex of(String resource, CellWindow cell) {
        if (cell.firstHour() < all.firstHour() || cell.endHour() > all.endHour()) {
            throw new IllegalArgumentException(cell + " lies outside of " + all);
        }
        return byResource.computeIfAbsent(resource, this::read);
    }

    private UsageIndex read(String resource) {
        UsageIndex index = UsageIndex.empty(exponents);
        Dialect dialect = session.dialect();
        String select = "SELECT metric, " + dialect.hourOf("hour") + ", consumer, CAST(sum(value) AS "
                + dialect.type(ColumnType.USAGE) + ") FROM " + relation(all) + " AS s WHERE " + where(resource, all)
                + " GROUP BY 1, 2, 3";
        session.engine()
                .forEach(
                        select,
                        row -> index.add(
                                Objects.requireNonNull(row.text(0)),
                                row.number(1),
                                Objects.requireNonNull(row.text(2)),
                                Objects.requireNonNull(row.decimal(3))));
        return index;
    }

    /** One sample with where it was delivered. */
    record Sample(String metric, Instant hour, String value, String unit, CostItem.Origin origin) {}

    /** The consumer's samples in the window, in order of metric and hour. */
    List<Sample> samples(String resource, String consumer, List<String> metrics, CellWindow window, int limit) {
        Dialect dialect = session.dialect();
        String named = metrics.isEmpty()
                ? ""
                : " AND metric IN ("
                        + String.join(", ", metrics.stream().map(dialect::text).toList()) + ")";
        String select =
                "SELECT metric, hour, value, unit, " + dialect.name("x_Source") + ", " + dialect.name("x_Delivery")
                        + ", " + dialect.name("x_File") + ", " + dialect.name("x_Row") + " FROM " + relation(window)
                        + " AS s WHERE " + where(resource, window) + " AND consumer = " + dialect.text(consumer) + named
                        + " ORDER BY metric, hour, 5, 7, 8 LIMIT " + limit;
        return session.engine()
                .query(
                        select,
                        row -> new Sample(
                                Objects.requireNonNull(row.text(0)),
                                Objects.requireNonNull(row.instant(1)),
                                SumTable.plain(Objects.requireNonNull(row.decimal(2))),
                                Objects.requireNonNullElse(row.text(3), ""),
                                new CostItem.Origin(
                                        Objects.requireNonNull(row.text(4)),
                                        Objects.requireNonNull(row.text(5)),
                                        Objects.requireNonNull(row.text(6)),
                                        row.number(7))));
    }

    private String relation(CellWindow window) {
        return view.relation(Tables.USAGE_SAMPLE, FileFilter.ALL.between("hour", first(window), end(window)));
    }

    private String where(String resource, CellWindow window) {
        Dialect dialect = session.dialect();
        return "resource = " + dialect.text(resource) + " AND hour >= " + dialect.timestamp(first(window))
                + " AND hour < " + dialect.timestamp(end(window));
    }

    private static Instant first(CellWindow window) {
        return Instant.ofEpochSecond(window.firstHour() * SECONDS);
    }

    private static Instant end(CellWindow window) {
        return Instant.ofEpochSecond(window.endHour() * SECONDS);
    }

    /** What a usage tier finds its samples by. */
    static Tier.UsageKey keyOf(Tier tier) {
        if (tier instanceof Tier.Even even) {
            return even.key();
        }
        if (tier instanceof Tier.ByMetric metric) {
            return metric.key();
        }
        if (tier instanceof Tier.ByMix mix) {
            return mix.key();
        }
        return ((Tier.ByMaximum) tier).key();
    }

    /** The metrics a usage tier reads; empty means any. */
    static List<String> metricsOf(Tier tier) {
        if (tier instanceof Tier.Even even) {
            return even.metrics();
        }
        if (tier instanceof Tier.ByMetric metric) {
            return List.of(metric.metric());
        }
        if (tier instanceof Tier.ByMix mix) {
            return List.copyOf(mix.metrics().keySet());
        }
        Tier.ByMaximum maximum = (Tier.ByMaximum) tier;
        return List.of(maximum.first(), maximum.second());
    }

    static String metrics(List<String> metrics) {
        return metrics.isEmpty() ? "any metric" : String.join(" or ", metrics);
    }
}
