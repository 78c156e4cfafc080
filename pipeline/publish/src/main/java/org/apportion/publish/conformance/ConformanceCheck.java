package org.apportion.publish.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.model.table.ColumnType;
import org.apportion.publish.conformance.ColumnRule.Level;
import org.apportion.publish.conformance.ConditionalRule.Keyword;
import org.apportion.spi.Engine;
import org.apportion.spi.Row;

/**
 * Tries all static rules on a file: one pass that counts, one that fetches the first row of each broken rule. The same rules serve
 * for providers' files, where findings are told, and for our exports, where one of them stops the publication.
 */
public final class ConformanceCheck {
    /** Texts longer than this are cut off in the report. */
    private static final int SHOWN = 60;

    private final Engine engine;

    public ConformanceCheck(Engine engine) {
        this.engine = engine;
    }

    /**
     * Checks one file.
     *
     * @throws org.apportion.model.ApportionException what the engine refuses, such as a damaged file
     */
    public ConformanceReport check(CheckedFile file, FocusRules rules) {
        RowChecks made = new RowChecks(rules, file, engine.dialect());
        List<RowCheck> checks = made.rowChecks();
        List<Finding> findings = new ArrayList<>(missing(file, rules));
        Counts counts = count(made, checks);
        Map<Long, Map<String, String>> rows = firstRows(made, checks, counts);
        for (int i = 0; i < checks.size(); i++) {
            RowCheck check = checks.get(i);
            long row = counts.firstRows()[i];
            if (counts.broken()[i] > 0) {
                Map<String, String> values = new HashMap<>(rows.getOrDefault(row, Map.of()));
                values.keySet().retainAll(check.columns());
                findings.add(new Finding(
                        check.id(),
                        check.keyword(),
                        check.section(),
                        check.meaning(),
                        counts.broken()[i],
                        row,
                        values));
            }
        }
        made.oneToOne().forEach(rule -> findings.addAll(severalValues(made, rule)));
        findings.sort(Comparator.comparing(Finding::keyword));
        return new ConformanceReport(
                file.name(),
                rules.dataset(),
                rules.version(),
                counts.rows(),
                checks.size() + made.oneToOne().size() + mandatory(rules).size(),
                findings,
                notes(file, rules));
    }

    private static List<ColumnRule> mandatory(FocusRules rules) {
        return rules.columns().stream()
                .filter(rule -> rule.level() == Level.MANDATORY)
                .toList();
    }

    private static List<Finding> missing(CheckedFile file, FocusRules rules) {
        return mandatory(rules).stream()
                .filter(rule -> !file.names().contains(rule.column()))
                .map(rule -> new Finding(
                        rule.column() + "-present",
                        Keyword.MUST,
                        rule.column(),
                        "The column " + rule.column() + " is present",
                        0,
                        0,
                        Map.of()))
                .toList();
    }

    private static List<String> notes(CheckedFile file, FocusRules rules) {
        List<String> notes = new ArrayList<>();
        for (ColumnRule rule : rules.columns()) {
            if (rule.level() == Level.CONDITIONAL && !file.names().contains(rule.column())) {
                notes.add("Without " + rule.column() + ": right unless the provider: "
                        + (rule.presentWhen().isEmpty() ? "offers it" : rule.presentWhen()) + ".");
            }
        }
        String others = file.names().stream()
                .filter(name -> !name.startsWith("x_")
                        && rules.columns().stream()
                                .noneMatch(rule -> rule.column().equals(name)))
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            notes.add("Columns that FOCUS " + rules.version().text() + " does not know and that lack the prefix x_: "
                    + others + ".");
        }
        return notes;
    }

    private Counts count(RowChecks made, List<RowCheck> checks) {
        StringBuilder select = new StringBuilder("SELECT count(*)");
        StringBuilder tried = new StringBuilder("SELECT x_row");
        for (int i = 0; i < checks.size(); i++) {
            // In a select of its own each rule is tried once per row, and not once per aggregate.
            tried.append(", ").append(checks.get(i).broken()).append(" AS b").append(i);
            select.append(", count(CASE WHEN b")
                    .append(i)
                    .append(" THEN 1 END), min(CASE WHEN b")
                    .append(i);
            select.append(" THEN x_row END)");
        }
        return engine.query(
                        select + " FROM (" + tried + " FROM " + made.typedRelation() + ") AS tried",
                        row -> counts(row, checks.size()))
                .get(0);
    }

    private static Counts counts(Row row, int checks) {
        long[] broken = new long[checks];
        long[] first = new long[checks];
        for (int i = 0; i < checks; i++) {
            broken[i] = row.number(2 * i + 1);
            first[i] = row.number(2 * i + 2);
        }
        return new Counts(row.number(0), broken, first);
    }

    /** The texts of the rows to show, by row and column. */
    private Map<Long, Map<String, String>> firstRows(RowChecks made, List<RowCheck> checks, Counts counts) {
        SortedSet<Long> wanted = new TreeSet<>();
        SortedSet<String> columns = new TreeSet<>();
        for (int i = 0; i < checks.size(); i++) {
            if (counts.broken()[i] > 0) {
                wanted.add(counts.firstRows()[i]);
                columns.addAll(checks.get(i).columns());
            }
        }
        Map<Long, Map<String, String>> rows = new HashMap<>();
        if (wanted.isEmpty()) {
            return rows;
        }
        List<String> names = List.copyOf(columns);
        String type = engine.dialect().type(ColumnType.STRING);
        String list = names.stream()
                .map(name -> "CAST(" + made.text(name) + " AS " + type + ")")
                .collect(Collectors.joining(", "));
        String numbers = wanted.stream().map(String::valueOf).collect(Collectors.joining(", "));
        engine.forEach(
                "SELECT x_row, " + list + " FROM " + made.typedRelation() + " WHERE x_row IN (" + numbers + ")",
                row -> {
                    Map<String, String> values = new HashMap<>();
                    for (int i = 0; i < names.size(); i++) {
                        values.put(names.get(i), shown(row.text(i + 1)));
                    }
                    rows.put(row.number(0), values);
                });
        return rows;
    }

    private List<Finding> severalValues(RowChecks made, ConditionalRule rule) {
        String from = made.value(rule.columns().get(0));
        String to = made.value(rule.columns().get(1));
        String several = "SELECT " + from + " AS a, min(x_row) AS x_row FROM " + made.typedRelation() + " WHERE " + from
                + " IS NOT NULL AND " + to + " IS NOT NULL GROUP BY " + from + " HAVING min(" + to + ") <> max(" + to
                + ")";
        return engine.query(
                "SELECT count(*), min(x_row), min(a) FROM (" + several + ") AS s HAVING count(*) > 0",
                row -> new Finding(
                        rule.id(),
                        rule.keyword(),
                        rule.section(),
                        rule.meaning(),
                        row.number(0),
                        row.number(1),
                        Map.of(rule.columns().get(0), shown(row.text(2)))));
    }

    private static String shown(@org.jspecify.annotations.Nullable String text) {
        if (text == null) {
            return "";
        }
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    /** @param firstRows 0 where no row breaks the rule */
    private record Counts(long rows, long[] broken, long[] firstRows) {}
}
