package org.apportion.allocate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apportion.allocate.PlanStep.Build;
import org.apportion.allocate.RuleBook.Place;
import org.apportion.model.rule.RulePasses;
import org.apportion.model.rule.Tier;

/**
 * The passes after the first: who was charged what before, as weights. A <em>basis</em> is a tier's condition and rules with one
 * currency and one value of each column in which both records must agree. It is complete when the last of its rules is split.
 */
final class BasisSteps {
    private static final int EXPONENTS = 20;
    /** The position of "no rule", whose charges never count. */
    private static final int NO_RULE = -1;

    private static final String CHARGE = "kernel_basis_charge";
    private static final String SCALE = "kernel_basis_scale";
    private static final String ENTRY = "kernel_basis_entry";

    private final RuleBook book;
    private final Sql sql;
    private final List<Place> places;
    private final List<Tier.ByAllocatedCost> tiers;
    private final Optional<PlanOptions.Kept> kept;
    private final String groups;

    /**
     * Which bases there are follows from what is split, what they weigh from all charges.
     *
     * @param kept charges of an earlier result that belong to the first pass as if they had been split now
     * @param groups the rows of {@code kernel_group} that are split: text that may stand after {@code FROM}
     */
    BasisSteps(RuleBook book, Sql sql, Optional<PlanOptions.Kept> kept, String groups) {
        this.groups = groups;
        this.book = book;
        this.sql = sql;
        this.kept = kept;
        this.places = book.tiers(Tier.ByAllocatedCost.class);
        Set<Tier.ByAllocatedCost> distinct = new LinkedHashSet<>();
        places.forEach(place -> distinct.add((Tier.ByAllocatedCost) place.value()));
        this.tiers = List.copyOf(distinct);
    }

    /** Before the chain: which bases are asked for. */
    List<PlanStep> asked() {
        return List.of(
                build("kernel_basis_group", askingGroups(), "groups whose cost follows other allocated cost"),
                build("kernel_basis", bases(), "distinct bases, numbered"),
                build("kernel_basis_ask", asks(), "the basis of each group, part and tier"));
    }

    /** Before a pass: the bases that its rules, and no rules before, ask for. */
    List<PlanStep> weighed(int pass) {
        String suffix = basisSuffix(pass);
        PlanStep charges = build(CHARGE + suffix, charges(pass), "totals of the passes before per group and consumer");
        if (askedIn(pass).findAny().isEmpty()) {
            String none = "SELECT * FROM " + sql.integers("e", List.of("key", "c", "w", "cw", "tw"), List.of());
            return List.of(charges, build(ENTRY + suffix, none, "no part with a weight asks for a basis"));
        }
        return List.of(
                charges,
                build(SCALE + suffix, scales(pass), "exponent q per rules of a basis and currency"),
                build(ENTRY + suffix, entries(pass), "consumers of each basis, with running and total weight"));
    }

    /** All entries of bases that are known before a pass is split; text that may stand after {@code FROM}. */
    static String entries(RuleBook book, int pass) {
        return book.laterPasses().stream()
                .filter(before -> before <= pass)
                .map(before -> "SELECT * FROM " + ENTRY + basisSuffix(before))
                .collect(Collectors.joining(" UNION ALL ", "(", ")"));
    }

    /** The first of these tables is that of the second pass. */
    private static String basisSuffix(int pass) {
        return pass == RulePasses.FIRST + 1 ? "" : RuleBook.suffix(pass);
    }

    private PlanStep build(String table, String select, String meaning) {
        return new Build(table, sql.dialect().createTable(table, select), meaning);
    }

    private List<String> agreeing() {
        int most = tiers.stream().mapToInt(tier -> tier.within().size()).max().orElse(0);
        return IntStream.range(0, most).mapToObj(i -> "v" + i).toList();
    }

    /** The value of the i-th agreeing column of each tier, null where a tier has fewer. */
    private String values() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < agreeing().size(); i++) {
            text.append(", CASE b.tier_spec");
            for (int spec = 0; spec < tiers.size(); spec++) {
                List<String> within = tiers.get(spec).within();
                if (i < within.size()) {
                    String column = ConditionSql.groupColumn(within.get(i));
                    text.append(" WHEN ").append(spec).append(" THEN g.").append(sql.name(column));
                }
            }
            text.append(" END AS v").append(i);
        }
        return text.toString();
    }

    private String askingGroups() {
        List<String> rows = places.stream()
                .map(place -> ChainSteps.place(place) + ", " + tiers.indexOf(place.value()))
                .toList();
        return "SELECT g.g, b.part, b.tier, b.tier_spec, g." + sql.name("BillingCurrency") + " AS currency" + values()
                + " FROM " + groups + " AS g JOIN "
                + sql.integers("b", List.of("rule", "part", "tier", "tier_spec"), rows) + " ON b.rule = g.rule";
    }

    private String columns() {
        return "tier_spec, currency" + agreeing().stream().map(v -> ", " + v).collect(Collectors.joining());
    }

    private String agree(String left, String right) {
        return left + ".tier_spec = " + right + ".tier_spec AND " + left + ".currency = " + right + ".currency"
                + agreeing().stream()
                        .map(v -> " AND " + left + "." + v + " IS NOT DISTINCT FROM " + right + "." + v)
                        .collect(Collectors.joining());
    }

    private String bases() {
        return "SELECT row_number() OVER (ORDER BY " + columns() + ") AS a, " + columns() + " FROM (SELECT DISTINCT "
                + columns() + " FROM kernel_basis_group) AS d";
    }

    private String asks() {
        return "SELECT g.g, g.part, g.tier, b.a FROM kernel_basis_group AS g JOIN kernel_basis AS b ON "
                + agree("b", "g");
    }

    private String charges(int pass) {
        String before = shared(RuleBook.suffix(pass - 1));
        if (pass > RulePasses.FIRST + 1) {
            return "SELECT * FROM " + CHARGE + basisSuffix(pass - 1) + " UNION ALL " + summed(before);
        }
        return summed(kept.map(one -> before
                        + (one.byDay() ? " AND " + TouchedCharges.touches("g.x_GroupId", sql.dateOfDay("s.day")) : "")
                        + "\nUNION ALL\n" + kept(one.charges()))
                .orElse(before));
    }

    private String summed(String shares) {
        String units = "sum(s.u) + fdiv(" + sql.asWide("sum(s.r)") + ", 1000000)";
        return "SELECT s.g, s.c, " + sql.asWide("sum(s.u)") + " AS u, " + sql.asBigint("sum(s.r)") + " AS r, "
                + sql.asWide(units) + " AS total FROM (" + shares + ") AS s GROUP BY s.g, s.c";
    }

    /** Without a reason: neither by no rule nor left to the resource after all tiers or for a stated reason. */
    private String shared(String suffix) {
        return "SELECT t.g, s.c, s.u, s.r FROM kernel_share" + suffix + " AS s JOIN kernel_chain AS t ON t.ch = s.ch"
                + " JOIN kernel_group AS g ON g.g = t.g JOIN "
                + sql.integers("p", List.of("rule", "part", "tiers"), tierCounts())
                + " ON p.rule = g.rule AND p.part = t.part WHERE t.tier < p.tiers";
    }

    /** All consumers of the month are numbered, so those of kept charges are too. */
    private String kept(String charges) {
        return "SELECT g.g, p.c, " + sql.asWide("units_big(k.amount)") + " AS u, "
                + sql.asBigint("rest_big(k.amount)") + " AS r FROM " + charges
                + " AS k JOIN kernel_group AS g ON g.record_group = k.record_group JOIN kernel_rule AS r ON r.rule ="
                + " g.rule AND r.pass = 1 JOIN kernel_consumer AS p ON p.kind = k.consumer_kind AND p.name ="
                + " k.consumer WHERE k.reason IS NULL";
    }

    private List<String> tierCounts() {
        return book.parts().stream()
                .map(part -> part.rule() + ", " + part.part() + ", " + RuleBook.firstWithReason(part.value()))
                .toList();
    }

    /** One row per set of rules that counts and currency, so that q depends on the rules and never on the pass. */
    private String scales(int pass) {
        StringBuilder text = new StringBuilder("CASE");
        for (int q = 0; q < EXPONENTS; q++) {
            String limit =
                    BigInteger.TWO.pow(62).multiply(BigInteger.TEN.pow(q)).toString();
            if (q < EXPONENTS - 1) {
                text.append(" WHEN total < ").append(sql.asWide("'" + limit + "'"));
            } else {
                text.append(" WHEN TRUE");
            }
            text.append(" THEN ").append(sql.asWide("'1" + "0".repeat(q) + "'"));
        }
        List<String> totals = askedIn(pass)
                .map(this::rulesOf)
                .distinct()
                .map(rules -> "SELECT " + scaleOf(rules) + " AS scale, g." + sql.name("BillingCurrency")
                        + " AS currency, " + sql.asWide("sum(b.total)") + " AS total FROM " + CHARGE
                        + basisSuffix(pass) + " AS b JOIN kernel_group AS g ON g.g = b.g WHERE b.total > 0"
                        + among(rules) + " GROUP BY 2")
                .toList();
        return "SELECT scale, currency, " + text + " END AS divisor FROM (" + Sql.union(totals) + ") AS t";
    }

    private Stream<Tier.ByAllocatedCost> askedIn(int pass) {
        return tiers.stream().filter(tier -> book.passes().of(tier) == pass);
    }

    /** Positions of the rules whose charges count; empty where all do that are charged by then: those of the first pass. */
    private List<Integer> rulesOf(Tier.ByAllocatedCost tier) {
        if (tier.of().isEmpty()) {
            return List.of();
        }
        List<Integer> named = IntStream.range(0, book.rules().size())
                .filter(rule -> RulePasses.isBasis(tier, book.rules().get(rule)))
                .boxed()
                .toList();
        return named.isEmpty() ? List.of(NO_RULE) : named;
    }

    private int scaleOf(List<Integer> rules) {
        return tiers.stream().map(this::rulesOf).distinct().toList().indexOf(rules);
    }

    private static String among(List<Integer> rules) {
        return rules.isEmpty()
                ? ""
                : " AND g.rule IN ("
                        + Sql.list(rules.stream().map(String::valueOf).toList()) + ")";
    }

    private String entries(int pass) {
        List<String> selects = new ArrayList<>();
        ConditionSql conditions = new ConditionSql(sql.dialect(), "g", book.tagColumns());
        askedIn(pass).forEach(tier -> {
            List<Integer> rules = rulesOf(tier);
            selects.add("SELECT b.tier_spec, b.scale, g.g, g." + sql.name("BillingCurrency") + " AS currency" + values()
                    + " FROM kernel_group AS g CROSS JOIN (SELECT " + tiers.indexOf(tier) + " AS tier_spec, "
                    + scaleOf(rules) + " AS scale) AS b WHERE (" + conditions.of(tier.where()) + ")" + among(rules));
        });
        String totals = "SELECT b.a, b.currency, m.scale, t.c, sum(t.u) + fdiv(" + sql.asWide("sum(t.r)")
                + ", 1000000) AS total FROM (" + Sql.union(selects) + ") AS m JOIN kernel_basis AS b ON "
                + agree("b", "m")
                + " JOIN " + CHARGE + basisSuffix(pass)
                + " AS t ON t.g = m.g GROUP BY b.a, b.currency, m.scale, t.c";
        String weights = "SELECT " + Keys.base("t.a", Keys.ALLOCATED) + " AS key, t.c, "
                + sql.asBigint("floordiv(t.total, q.divisor)") + " AS w FROM (" + totals
                + ") AS t JOIN " + SCALE + basisSuffix(pass)
                + " AS q ON q.currency = t.currency AND q.scale = t.scale WHERE t.total > 0";
        String over = " OVER (PARTITION BY key ORDER BY c ROWS BETWEEN UNBOUNDED PRECEDING AND ";
        return "SELECT key, c, w, " + sql.asBigint("sum(w)" + over + "CURRENT ROW)") + " AS cw, "
                + sql.asBigint("sum(w)" + over + "UNBOUNDED FOLLOWING)") + " AS tw FROM (SELECT * FROM (" + weights
                + ") AS x WHERE w > 0) AS y";
    }
}
