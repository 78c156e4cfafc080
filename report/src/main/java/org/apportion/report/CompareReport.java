package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunState;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.CodePointOrder;
import org.apportion.report.Effects.Position;
import org.jspecify.annotations.Nullable;

/** Compares two runs and tells usage, mix, price and corrections apart. */
final class CompareReport {
    /** Words of a position that quantities may be added within. */
    private static final int FAMILY = 2;

    private final ReportSession session;

    CompareReport(ReportSession session) {
        this.session = session;
    }

    private record Change(List<@Nullable String> group, BigDecimal before, BigDecimal after, Effects effects) {
        BigDecimal change() {
            return after.subtract(before);
        }
    }

    ReportTable answer(CompareQuery query) {
        Run before = run(query.before());
        Run after = run(query.after());
        CompareSide earlier = CompareSide.read(session, before, query);
        CompareSide later = CompareSide.read(session, after, query);
        List<Change> changes = changes(earlier, later);
        List<ReportColumn> columns = new ArrayList<>(later.words());
        for (String name : List.of("before", "after", "change", "usage", "mix", "price", "corrections", "other")) {
            columns.add(ReportColumn.money(name));
        }
        columns.add(ReportColumn.text("currency"));
        List<Change> shown = cut(changes, query.top());
        List<String> notes = new ArrayList<>(notes(before, after));
        if (changes.isEmpty()) {
            notes.add("No rows.");
        }
        return new ReportTable(
                "Costs of " + query.after() + " against " + query.before(),
                columns,
                shown.stream().map(CompareReport::cells).toList(),
                List.of(),
                notes);
    }

    private static List<String> notes(Run before, Run after) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "usage: more or less of the same service; mix: other SKUs of it; price: other prices for what is used;"
                        + " corrections: what is booked for other months, such as closed ones; other: what has no quantity, such as fees, taxes and credits. They add up to the change.");
        if (!before.start().fingerprints().equals(after.start().fingerprints())) {
            String sections = after.start().fingerprints().entrySet().stream()
                    .filter(entry -> !entry.getValue()
                            .equals(before.start().fingerprints().get(entry.getKey())))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .collect(Collectors.joining(", "));
            notes.add("Between the two runs the configuration changed: " + sections + ".");
        }
        return notes;
    }

    /** A month means its newest committed run. */
    private Run run(String text) {
        Optional<BillingMonth> month = month(text);
        if (month.isPresent()) {
            return session.requireRun(month.get());
        }
        Optional<Run> found =
                session.ledger().read(transaction -> transaction.runs().find(text));
        return found.filter(run -> run.state() == RunState.COMMITTED)
                .orElseThrow(() -> new ApportionException(
                        ReportError.REPORT_NOT_FOUND,
                        text,
                        "this is neither a month nor a committed run.",
                        "Name a month such as 2026-10, or a run that 'apportion runs' shows as committed."));
    }

    private static Optional<BillingMonth> month(String text) {
        try {
            return Optional.of(BillingMonth.parse(text));
        } catch (IllegalArgumentException notAMonth) {
            return Optional.empty();
        }
    }

    private static List<Change> changes(CompareSide before, CompareSide after) {
        Map<List<@Nullable String>, Map<List<@Nullable String>, Position>> groups = new LinkedHashMap<>();
        List<CompareSide.Cell> cells = new ArrayList<>(after.amounts().keySet());
        cells.addAll(before.amounts().keySet());
        for (CompareSide.Cell cell : cells) {
            groups.computeIfAbsent(cell.group(), group -> new LinkedHashMap<>())
                    .put(
                            cell.position(),
                            new Position(
                                    cell.position().subList(0, FAMILY),
                                    before.amounts().getOrDefault(cell, BigDecimal.ZERO),
                                    after.amounts().getOrDefault(cell, BigDecimal.ZERO),
                                    before.prices().get(cell.position()),
                                    after.prices().get(cell.position()),
                                    cell.corrects()));
        }
        List<Change> changes = new ArrayList<>();
        groups.forEach((group, positions) -> changes.add(new Change(
                group,
                positions.values().stream().map(Position::before).reduce(BigDecimal.ZERO, BigDecimal::add),
                positions.values().stream().map(Position::after).reduce(BigDecimal.ZERO, BigDecimal::add),
                Effects.of(List.copyOf(positions.values())))));
        return changes;
    }

    /** Within each currency the largest changes first; what is cut becomes one row, so that nothing is lost. */
    private static List<Change> cut(List<Change> changes, int top) {
        Map<String, List<Change>> byCurrency = changes.stream()
                .collect(Collectors.groupingBy(
                        CompareReport::currency, () -> new TreeMap<>(CodePointOrder.INSTANCE), Collectors.toList()));
        List<Change> shown = new ArrayList<>();
        for (List<Change> all : byCurrency.values()) {
            List<Change> sorted = all.stream()
                    .sorted(Comparator.comparing(
                                    (Change change) -> change.change().abs())
                            .reversed()
                            .thenComparing(change -> String.valueOf(change.group())))
                    .toList();
            int kept = top == 0 || sorted.size() <= top ? sorted.size() : top;
            shown.addAll(sorted.subList(0, kept));
            if (kept < sorted.size()) {
                shown.add(rest(sorted.subList(kept, sorted.size())));
            }
        }
        return shown;
    }

    private static String currency(Change change) {
        return Objects.requireNonNull(change.group().get(change.group().size() - 1));
    }

    private static Change rest(List<Change> rest) {
        List<@Nullable String> group = new ArrayList<>();
        int words = rest.get(0).group().size() - 1;
        for (int i = 0; i < words; i++) {
            group.add(i == 0 ? "other (" + rest.size() + ")" : null);
        }
        group.add(currency(rest.get(0)));
        Change sum = new Change(group, BigDecimal.ZERO, BigDecimal.ZERO, Effects.NONE);
        for (Change one : rest) {
            sum = new Change(
                    group,
                    sum.before().add(one.before()),
                    sum.after().add(one.after()),
                    sum.effects().plus(one.effects()));
        }
        return sum;
    }

    private static List<@Nullable Object> cells(Change change) {
        int words = change.group().size() - 1;
        List<@Nullable Object> cells = new ArrayList<>(change.group().subList(0, words));
        cells.add(change.before());
        cells.add(change.after());
        cells.add(change.change());
        cells.add(change.effects().usage());
        cells.add(change.effects().mix());
        cells.add(change.effects().price());
        cells.add(change.effects().corrections());
        cells.add(change.effects().other());
        cells.add(currency(change));
        return cells;
    }
}
