package org.apportion.allocate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apportion.model.BillingMonth;
import org.apportion.model.CostBasis;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;
import org.apportion.spi.Dialect;

/**
 * The split of one billing month as SQL: steps to run in order in one engine session, then queries over what they
 * leave behind. The law is {@code docs/explanation/how-cost-is-split.md}.
 *
 * @param steps in order; a check that answers a row stops the run
 * @param recordGroups rows of {@code record_group}, columns and order as in its table
 * @param charges rows of {@link org.apportion.model.table.Tables#CHARGE}, columns and order as in its table
 * @param prepared how many of the steps come before anything is split: then groups, rules, tags and consumers are known. They are the
 *     same for each {@link Portion} of a month and run once
 * @param chargeHours rows of {@link org.apportion.model.table.Tables#CHARGE_HOUR}, columns and order as in its table;
 *     empty text if the options do not ask for them
 * @param scales exponents q for the run record: name (a metric, or two joined by {@code |}) and q; empty text if
 *     the rules read no usage
 */
public record AllocationPlan(
        List<PlanStep> steps, int prepared, String recordGroups, String charges, String chargeHours, String scales) {

    public AllocationPlan {
        steps = List.copyOf(steps);
    }

    /**
     * Writes the plan.
     *
     * @param rules in the order in which they are tried
     * @throws org.apportion.model.ApportionException {@code ALLOCATE_*} if a rule cannot be turned into a plan
     */
    public static AllocationPlan of(
            List<AllocationRule> rules,
            CostBasis basis,
            BillingMonth month,
            Dialect dialect,
            PlanInputs inputs,
            PlanOptions options) {
        RuleBook book = new RuleBook(rules, inputs.hasShares());
        Sql sql = new Sql(dialect);
        String groups =
                options.portion().map(portion -> portion.groups(book, sql)).orElse(GroupSteps.ALL);
        OwnerSteps owners = new OwnerSteps(book, sql, inputs);
        UsageSteps usage = new UsageSteps(book, sql, inputs, options, groups);
        ChainSteps chain = new ChainSteps(book, sql, groups);
        BasisSteps bases = new BasisSteps(book, sql, options.kept(), groups);
        ShareSteps shares = new ShareSteps(book, sql, options.hours());
        List<PlanStep> steps = new ArrayList<>();
        steps.addAll(new GroupSteps(book, sql, inputs).steps());
        steps.addAll(owners.steps());
        if (book.hasUsage()) {
            steps.add(usage.prepared());
        }
        int prepared = steps.size();
        if (book.hasUsage()) {
            steps.addAll(usage.steps());
        }
        if (book.hasSecondPass()) {
            steps.addAll(bases.asked());
        }
        steps.addAll(chain.chain());
        String all = options.kept().map(PlanOptions.Kept::cut).orElse(inputs.cost());
        String cut = options.portion().map(portion -> portion.records(sql, all)).orElse(all);
        steps.addAll(new CellSteps(book, sql, cut, basis).steps());
        steps.addAll(chain.routes());
        steps.addAll(new WeightSteps(book, sql, usage).steps());
        steps.addAll(shares.firstPass());
        boolean onlyFirst =
                options.portion().filter(portion -> !portion.later()).isPresent();
        List<Integer> later = onlyFirst ? List.of() : book.laterPasses();
        for (int pass : later) {
            steps.addAll(bases.weighed(pass));
            steps.addAll(shares.laterPass(pass, BasisSteps.entries(book, pass)));
        }
        return new AllocationPlan(
                steps,
                prepared,
                recordGroups(sql, month),
                charges(book, sql, month, later),
                options.hours() ? chargeHours(book, sql, month) : "",
                book.hasUsage() ? scales(sql, usage) : "");
    }

    private static String recordGroups(Sql sql, BillingMonth month) {
        String columns = GroupColumn.ids().stream()
                .map(column -> "g." + sql.name(column))
                .collect(Collectors.joining(", "));
        return "SELECT " + sql.text(month.toString()) + " AS billing_month, g.record_group, g.x_GroupId, r.id AS rule, "
                + sql.asInt("r.version") + " AS rule_version, g.x_TagContext, " + columns
                + " FROM kernel_group AS g JOIN kernel_rule AS r ON r.rule = g.rule ORDER BY g.g";
    }

    private static String charges(RuleBook book, Sql sql, BillingMonth month, List<Integer> later) {
        String all = "SELECT g.record_group, g.g, s.day, t.part, t.tier, m.method, p.kind AS consumer_kind, p.name AS"
                + " consumer, s.c, m.cost_type, m.reason, money_big(s.u, s.r) AS amount FROM " + shares(later, "")
                + " AS s JOIN kernel_chain AS t ON t.ch = s.ch JOIN kernel_group AS g ON g.g = t.g JOIN "
                + new TierNames(book, sql).coded()
                + " ON m.rule = g.rule AND m.part = t.part AND m.tier = t.tier JOIN " + TierNames.consumers(sql)
                + " ON p.c = s.c";
        return "SELECT " + sql.dialect().repeatedText(month.toString()) + " AS billing_month, record_group, "
                + sql.dateOfDay("day")
                + " AS day, part, tier, method, consumer_kind, consumer, cost_type, reason, amount FROM (" + all
                + ") AS a WHERE amount <> 0 ORDER BY g, a.day, part, tier, c";
    }

    /** The hours that the split knows; a day that has its amount as a whole has none. */
    private static String chargeHours(RuleBook book, Sql sql, BillingMonth month) {
        String all = "SELECT g.record_group, g.g, s.day, s.h, t.part, t.tier, p.kind AS consumer_kind, p.name AS"
                + " consumer, s.c, money_big(s.u, s.r) AS amount FROM "
                + shares(book.laterPasses(), ShareSteps.HOURS)
                + " AS s JOIN kernel_chain AS t ON t.ch = s.ch JOIN kernel_group AS g ON g.g = t.g JOIN"
                + " kernel_consumer AS p ON p.c = s.c WHERE s.h IS NOT NULL";
        return "SELECT " + sql.text(month.toString()) + " AS billing_month, record_group, " + sql.dateOfDay("day")
                + " AS day, " + sql.asInt("a.h - 24 * a.day")
                + " AS hour, part, tier, consumer_kind, consumer, amount FROM (" + all
                + ") AS a WHERE amount <> 0 ORDER BY g, a.day, part, tier, c, a.h";
    }

    /** Shares of the first and these passes, by day or by hour ({@link ShareSteps#HOURS}). */
    static String shares(List<Integer> later, String suffix) {
        String first = "kernel_share" + suffix;
        return later.isEmpty()
                ? first
                : "(SELECT * FROM " + first
                        + later.stream()
                                .map(pass -> " UNION ALL SELECT * FROM kernel_share" + RuleBook.suffix(pass) + suffix)
                                .collect(Collectors.joining())
                        + ")";
    }

    private static String scales(Sql sql, UsageSteps usage) {
        List<String> names = usage.scales().names();
        List<String> rows = IntStream.range(0, names.size())
                .mapToObj(i -> i + ", " + sql.text(names.get(i)))
                .toList();
        return "SELECT n.name, q.q FROM kernel_scale AS q JOIN "
                + Sql.values(
                        "n",
                        List.of("scale", "name"),
                        List.of(
                                sql.dialect().type(ColumnType.INT),
                                sql.dialect().type(ColumnType.STRING)),
                        rows)
                + " ON n.scale = q.scale ORDER BY n.name";
    }
}
