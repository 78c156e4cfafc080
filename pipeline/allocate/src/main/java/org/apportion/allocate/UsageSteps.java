package org.apportion.allocate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apportion.allocate.PlanStep.Build;
import org.apportion.allocate.RuleBook.Place;
import org.apportion.model.rule.Tier;
import org.apportion.model.table.ColumnType;

/**
 * Brings samples into integers: only those whose resource some record of the month asks for, and only metrics that
 * rules name. A <em>lookup</em> is a usage spec together with a resource.
 */
final class UsageSteps {
    private static final int EXPONENTS = 21;

    /** Decimals of a usage value. */
    private static final int DECIMALS = 9;

    /** Billionths by which an estimate of at most 4 * 10^18 may be too large: its last bit is worth 512. */
    private static final String ABOVE = "1000000000000";

    private final RuleBook book;
    private final Sql sql;
    private final PlanInputs inputs;
    private final PlanOptions options;
    private final Scales scales;
    private final String groups;

    /** @param groups the rows of {@code kernel_group} that are split: text that may stand after {@code FROM} */
    UsageSteps(RuleBook book, Sql sql, PlanInputs inputs, PlanOptions options, String groups) {
        this.book = book;
        this.sql = sql;
        this.inputs = inputs;
        this.options = options;
        this.scales = new Scales(book);
        this.groups = groups;
    }

    /** What all samples of the month say, whatever is split. */
    PlanStep prepared() {
        return build("kernel_scale", scale(), "exponent q per metric, so that weights fit 64 bits");
    }

    List<PlanStep> steps() {
        List<PlanStep> steps = new ArrayList<>();
        steps.add(build("kernel_key", keys(), "resources that records ask usage of, numbered"));
        steps.add(build("kernel_use", use(), "the samples of these resources as whole weights"));
        steps.add(build("kernel_ask", ask(), "which usage each group, part and tier asks for"));
        steps.add(build("kernel_lookup", lookups(), "asked usage that has samples at all, numbered"));
        return steps;
    }

    Scales scales() {
        return scales;
    }

    private PlanStep build(String table, String select, String meaning) {
        return new Build(table, sql.dialect().createTable(table, select), meaning);
    }

    private String keys() {
        Set<String> columns = new TreeSet<>();
        Set<String> fixed = new TreeSet<>();
        for (Place place : book.usageTiers()) {
            Tier.UsageKey key = UsageSpec.key(place.value());
            if (key instanceof Tier.UsageKey.ColumnKey column) {
                columns.add(ConditionSql.groupColumn(column.column()));
            } else if (key instanceof Tier.UsageKey.FixedKey text) {
                fixed.add(text.resource());
            }
        }
        List<String> sources = new ArrayList<>();
        columns.forEach(column -> sources.add("SELECT " + sql.name(column) + " AS resource FROM " + groups
                + " AS g WHERE rule IN (" + rulesBy(column) + ")"));
        fixed.forEach(text -> sources.add("SELECT " + sql.text(text) + " AS resource"));
        return "SELECT resource, " + sql.asInt("row_number() OVER (ORDER BY resource)")
                + " AS rid FROM (SELECT DISTINCT resource FROM (" + Sql.union(sources)
                + ") AS k WHERE resource <> '') AS d";
    }

    private String rulesBy(String column) {
        return book.usageTiers().stream()
                .filter(place -> UsageSpec.key(place.value()) instanceof Tier.UsageKey.ColumnKey key
                        && key.column().equals(column))
                .map(place -> Integer.toString(place.rule()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Sums are compared as decimals: 2^62 units of 1e-9 are 4611686018.427387904. */
    private String scale() {
        String sums = "SELECT d.scale, sum(s." + sql.name("value") + ") AS total FROM " + inputs.sample()
                + " AS s JOIN " + metricRows(scaleRows(), "d", "scale") + " ON d.metric = s.metric GROUP BY d.scale";
        StringBuilder exponent = new StringBuilder("CASE");
        for (int q = 0; q < EXPONENTS; q++) {
            String limit =
                    new BigDecimal("4611686018.427387904").movePointRight(q).toPlainString();
            exponent.append(" WHEN total < ").append(limit).append(" THEN ").append(q);
        }
        return "SELECT scale, q, " + power(q -> q) + " AS divisor, "
                + sql.asBigint(power(q -> Math.max(0, DECIMALS - q)))
                + " AS up, " + sql.asBigint(power(q -> Math.min(q, DECIMALS))) + " AS down, "
                + sql.asBigint(power(q -> Math.max(0, q - DECIMALS))) + " AS far FROM (SELECT scale, " + exponent
                + " END AS q FROM (" + sums + ") AS s) AS t";
    }

    /** A power of ten for each q. */
    private String power(IntUnaryOperator exponent) {
        StringBuilder text = new StringBuilder("CASE q");
        for (int q = 0; q < EXPONENTS; q++) {
            text.append(" WHEN ").append(q).append(" THEN ");
            text.append(sql.asWide("'1" + "0".repeat(exponent.applyAsInt(q)) + "'"));
        }
        return text + " END";
    }

    private String metricRows(List<String> rows, String alias, String number) {
        String text = sql.dialect().type(ColumnType.STRING);
        return Sql.values(
                alias, List.of("metric", number), List.of(text, sql.dialect().type(ColumnType.INT)), rows);
    }

    private List<String> scaleRows() {
        List<String> rows = new ArrayList<>();
        for (int scale = 0; scale < scales.members().size(); scale++) {
            for (String metric : scales.members().get(scale)) {
                rows.add(sql.text(metric) + ", " + scale);
            }
        }
        return rows;
    }

    private String use() {
        List<String> metrics = IntStream.range(0, book.metrics().size())
                .mapToObj(i -> sql.text(book.metrics().get(i)) + ", " + i)
                .toList();
        String metric = metricRows(metrics, "m", "m");
        String number = book.readsAnyMetric() ? "coalesce(m.m, -1)" : "m.m";
        String samples = options.portion()
                .map(portion -> portion.samples(book, sql, inputs.sample()))
                .orElse(inputs.sample());
        String from = samples + " AS s JOIN kernel_key AS k ON k.resource = s.resource JOIN kernel_consumer AS p ON "
                + "p.kind = 'principal' AND p.name = s.consumer " + (book.readsAnyMetric() ? "LEFT " : "")
                + "JOIN " + metric
                + " ON m.metric = s.metric";
        String hour = sql.asInt(sql.dialect().hourOf("s." + sql.name("hour")));
        String value = "s." + sql.name("value");
        String one = "SELECT k.rid, " + hour + " AS h, " + number + " AS m, p.c, " + value + " AS v, CAST(" + value
                + " AS DOUBLE) AS x FROM " + from;
        // Metrics that no rule names are one here; that their samples repeat does not matter, as they weigh nothing.
        String summed = options.samplesUnique()
                ? one
                : "SELECT rid, h, m, c, v, CAST(v AS DOUBLE) AS x FROM (SELECT rid, h, m, c, sum(v) AS v FROM (" + one
                        + ") AS s GROUP BY rid, h, m, c) AS g";
        return "SELECT u.rid, u.h, u.m, u.c, " + weight() + " AS w FROM (" + summed
                + ") AS u LEFT JOIN kernel_scale AS q ON q.scale = u.m";
    }

    /**
     * floor(value * 10^9 / 10^q) as BIGINT. Values below 400,000 are exact at once: their billionths stay below 2^49. Of others
     * floating point only finds a first estimate of the whole part; what is left is taken off exactly, and a multiple of all
     * divisors keeps it above zero. Nothing is named twice in the rare branches: the engine would compute it for each sample.
     */
    private String weight() {
        String whole = sql.asBigint("floor(u.x)");
        String left = sql.asBigint("round(CAST(u.v - CAST(" + whole + " AS DECIMAL(19,0)) AS DOUBLE) * 1e9)");
        String wide = sql.asWide("replace(" + sql.asText("u.v") + ", '.', '')");
        String above = "(" + left + " + " + ABOVE + ")";
        return "CASE WHEN q.q <= " + DECIMALS + " AND u.x < 400000 THEN udiv(" + sql.asBigint("round(u.x * 1e9)")
                + ", q.down) WHEN q.q IS NULL THEN 0 WHEN q.q <= " + DECIMALS + " AND u.v < 4000000000000000000 THEN "
                + whole + " * q.up + udiv(" + above + ", q.down) - udiv(" + ABOVE + ", q.down)"
                + " WHEN u.v < 4000000000000000000 THEN udiv(" + whole + " + udiv(" + above + ", 1000000000) - udiv("
                + ABOVE + ", 1000000000), q.far) ELSE " + sql.asBigint("floordiv(" + wide + ", q.divisor)") + " END";
    }

    private String ask() {
        List<String> selects = new ArrayList<>();
        Set<String> columns = new TreeSet<>();
        List<String> fixed = new ArrayList<>();
        for (Place place : book.usageTiers()) {
            Tier.UsageKey key = UsageSpec.key(place.value());
            if (key instanceof Tier.UsageKey.ColumnKey column) {
                columns.add(column.column());
            } else if (key instanceof Tier.UsageKey.FixedKey text) {
                fixed.add(row(place) + ", " + sql.text(text.resource()));
            }
        }
        for (String column : columns) {
            List<String> rows = book.usageTiers().stream()
                    .filter(place -> UsageSpec.key(place.value()) instanceof Tier.UsageKey.ColumnKey key
                            && key.column().equals(column))
                    .map(this::row)
                    .toList();
            selects.add("SELECT g.g, d.part, d.tier, d.spec, k.rid FROM " + groups + " AS g JOIN "
                    + sql.integers("d", List.of("rule", "part", "tier", "spec"), rows)
                    + " ON d.rule = g.rule JOIN kernel_key AS k ON k.resource = g." + sql.name(column));
        }
        if (!fixed.isEmpty()) {
            String integer = sql.dialect().type(ColumnType.BIGINT);
            selects.add("SELECT g.g, d.part, d.tier, d.spec, k.rid FROM " + groups + " AS g JOIN "
                    + Sql.values(
                            "d",
                            List.of("rule", "part", "tier", "spec", "resource"),
                            List.of(
                                    integer,
                                    integer,
                                    integer,
                                    integer,
                                    sql.dialect().type(ColumnType.STRING)),
                            fixed)
                    + " ON d.rule = g.rule JOIN kernel_key AS k ON k.resource = d.resource");
        }
        return Sql.union(selects);
    }

    private String row(Place place) {
        return place.rule() + ", " + place.part() + ", " + place.tier() + ", "
                + book.specs().indexOf(UsageSpec.of(place.value()));
    }

    /** Single metrics that a mix splits to are lookups too. */
    private String lookups() {
        String asked = "SELECT spec, rid FROM kernel_ask";
        if (book.hasMix()) {
            asked += " UNION ALL SELECT i.inner_spec, a.rid FROM kernel_ask AS a JOIN " + innerSpecs("i")
                    + " ON i.spec = a.spec";
        }
        String seen = "SELECT m, rid, max(w) AS w FROM kernel_use GROUP BY m, rid";
        String live = "SELECT DISTINCT d.spec, s.rid FROM (" + seen + ") AS s JOIN "
                + sql.integers("d", List.of("spec", "m", "positive"), liveRows())
                + " ON d.m = s.m WHERE d.positive = 0 OR s.w > 0";
        return "SELECT row_number() OVER (ORDER BY l.spec, l.rid) AS l, l.spec, l.rid FROM (" + live
                + ") AS l JOIN (SELECT DISTINCT spec, rid FROM (" + asked
                + ") AS a) AS a ON a.spec = l.spec AND a.rid = l.rid";
    }

    private List<String> liveRows() {
        List<String> metrics = book.metrics();
        List<String> rows = new ArrayList<>();
        for (int spec = 0; spec < book.specs().size(); spec++) {
            UsageSpec value = book.specs().get(spec);
            Stream<Integer> counted = value.isAnyMetric()
                    ? IntStream.range(-1, metrics.size()).boxed()
                    : metricsOf(value).stream().map(metrics::indexOf);
            int number = spec;
            counted.forEach(m -> rows.add(number + ", " + m + ", " + (value.isEven() ? 0 : 1)));
        }
        return rows;
    }

    private static List<String> metricsOf(UsageSpec spec) {
        return spec.isMix()
                ? spec.inner().stream().map(inner -> inner.metrics().get(0)).toList()
                : spec.metrics();
    }

    /** Rows (spec of the mix, spec of the metric, weight, running sum position) of all mixes. */
    String innerSpecs(String alias) {
        List<String> rows = new ArrayList<>();
        for (int spec = 0; spec < book.specs().size(); spec++) {
            UsageSpec mix = book.specs().get(spec);
            for (int i = 0; i < mix.inner().size(); i++) {
                UsageSpec inner = mix.inner().get(i);
                WholeWeights weights = WholeWeights.of(mix.shares(), "mix");
                rows.add(spec + ", " + book.specs().indexOf(inner) + ", "
                        + weights.weights()
                                .get(mix.metrics().indexOf(inner.metrics().get(0))) + ", " + i);
            }
        }
        return sql.integers(alias, List.of("spec", "inner_spec", "w", "pos"), rows);
    }
}
