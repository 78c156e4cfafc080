package org.apportion.allocate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.RulePasses;
import org.apportion.model.rule.Tier;
import org.apportion.model.table.GroupColumn;
import org.apportion.spi.Dialect;

/**
 * Some resources of a month, split by themselves, so that memory and spilling do not grow with the month. A record group has one
 * resource, and what it owes follows from its records and the samples that it asks for, never from another group; but for rules by
 * allocated cost, which follow from what all others were charged: their groups are a last portion of their own.
 *
 * @param from first resource, inclusive; empty for the first portion, which holds the records without a resource too
 * @param to first resource that no longer belongs to it; empty for the last one
 * @param later whether these are the groups of rules by allocated cost, of all resources
 */
public record Portion(Optional<String> from, Optional<String> to, boolean later) {
    private static final String RESOURCE = GroupColumn.RESOURCE_ID.id();

    /**
     * The first resource of each portion of about this many records and samples, in order. A resource is never cut in two, whatever
     * its size.
     *
     * @param cost rows of {@code cost_record}: text that may stand after {@code FROM}; so is {@code sample}
     */
    public static String starts(String cost, String sample, Dialect dialect, long rows) {
        Sql sql = new Sql(dialect);
        String all = "SELECT coalesce(" + sql.name(RESOURCE) + ", '') AS resource FROM " + cost
                + " AS c UNION ALL SELECT resource FROM " + sample + " AS s";
        String counted = "SELECT resource, count(*) AS n FROM (" + all + ") AS a GROUP BY resource";
        String before = "SELECT resource, "
                + sql.asBigint(
                        "sum(n) OVER (ORDER BY resource ROWS BETWEEN UNBOUNDED" + " PRECEDING AND CURRENT ROW) - n")
                + " AS before FROM (" + counted + ") AS n";
        return "SELECT min(resource) AS resource FROM (" + before + ") AS b GROUP BY fdiv(before, " + rows
                + ") ORDER BY resource";
    }

    /**
     * The portions that together are the month, in the order in which they must be split.
     *
     * @param starts the answer of {@link #starts}
     */
    public static List<Portion> of(List<String> starts, List<AllocationRule> rules) {
        List<Portion> portions = new ArrayList<>();
        Optional<String> from = Optional.empty();
        for (String start : starts.subList(Math.min(1, starts.size()), starts.size())) {
            portions.add(new Portion(from, Optional.of(start), false));
            from = Optional.of(start);
        }
        portions.add(new Portion(from, Optional.empty(), false));
        if (new RulePasses(rules).count() > RulePasses.FIRST) {
            portions.add(new Portion(Optional.empty(), Optional.empty(), true));
        }
        return portions;
    }

    /** What a split leaves behind and nobody asks for once its charges are written; it must go before the next portion. */
    public static List<PlanStep> forget(Dialect dialect) {
        return Stream.of("kernel_cell", "kernel_entry", "kernel_slot", "kernel_share")
                .<PlanStep>map(table -> new PlanStep.Build("forget", dialect.dropTable(table), "frees memory"))
                .toList();
    }

    /** Its records, and perhaps others of groups that are none of it. */
    String records(Sql sql, String cost) {
        return within(cost, sql.name(RESOURCE), sql);
    }

    /** Its samples, and perhaps others. */
    String samples(RuleBook book, Sql sql, String sample) {
        boolean byResource = book.usageTiers().stream()
                .map(place -> UsageSpec.key(place.value()))
                .allMatch(key -> key instanceof Tier.UsageKey.ColumnKey column
                        && column.column().equals(RESOURCE));
        return byResource ? within(sample, "resource", sql) : sample;
    }

    /** Its record groups: rows of {@code kernel_group}. */
    String groups(RuleBook book, Sql sql) {
        String named = IntStream.range(0, book.rules().size())
                .filter(rule -> book.passes().of(book.rules().get(rule)) > RulePasses.FIRST)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        String groups = within(GroupSteps.ALL, sql.name(RESOURCE), sql);
        return named.isEmpty()
                ? groups
                : "(SELECT * FROM " + groups + " AS r WHERE rule " + (later ? "" : "NOT ") + "IN (" + named + "))";
    }

    private String within(String relation, String column, Sql sql) {
        List<String> bounds = new ArrayList<>();
        from.ifPresent(first -> bounds.add(column + " >= " + sql.text(first)));
        to.ifPresent(next -> bounds.add(
                from.isPresent()
                        ? column + " < " + sql.text(next)
                        : "(" + column + " < " + sql.text(next) + " OR " + column + " IS NULL)"));
        return bounds.isEmpty()
                ? relation
                : "(SELECT * FROM " + relation + " AS w WHERE " + String.join(" AND ", bounds) + ")";
    }
}
