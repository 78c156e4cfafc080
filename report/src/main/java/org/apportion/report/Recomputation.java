package org.apportion.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apportion.allocate.UnitsAndRest;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.ledger.Run;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Tier;
import org.apportion.model.table.Tables;
import org.apportion.report.ComputedCell.Piece;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;
import org.jspecify.annotations.Nullable;

/** Splits cells of one record group again, in plain Java, from the records and samples that the run read. */
final class Recomputation {
    private static final String EXPONENT = "exponent of ";

    private final ReportSession session;
    private final SplitInputs inputs;
    private final Configuration configuration;
    private final LakeView view;
    private final GroupFacts group;
    private final @Nullable AllocationRule rule;

    Recomputation(ReportSession session, SplitInputs inputs, GroupFacts group) {
        this.session = session;
        this.inputs = inputs;
        this.configuration = inputs.configuration(session);
        this.view = inputs.view();
        this.group = group;
        this.rule = configuration.rules().stream()
                .filter(known -> known.id().equals(group.rule()) && known.version() == group.ruleVersion())
                .findFirst()
                .orElse(null);
    }

    /** False if the rule that took the group is no longer configured. */
    boolean isPossible() {
        return rule != null || group.rule() == null;
    }

    Optional<AllocationRule> takenBy() {
        return Optional.ofNullable(rule);
    }

    /** Cells that may book anything on the day. */
    List<ComputedCell> on(LocalDate day) {
        Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant to = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return cells(
                records(from, to),
                cell -> cell.kind() == CellWindow.Kind.SPAN || cell.day().equals(day));
    }

    /** All cells of one record, with the other records in them. */
    List<ComputedCell> of(CostItem record) {
        Instant from = Instant.ofEpochSecond(record.start())
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        Instant to = Instant.ofEpochSecond(Math.max(record.end(), record.start() + 1))
                .plusSeconds(24L * 3600);
        return cells(records(from, to), CellWindow.cut(record, group, rule).keySet()::contains);
    }

    private List<ComputedCell> cells(List<CostItem> records, Predicate<CellWindow> wanted) {
        Map<CellWindow, List<Piece>> pieces = new TreeMap<>(Comparator.comparing(CellWindow::firstHour)
                .thenComparing(CellWindow::endHour)
                .thenComparing(CellWindow::day)
                .thenComparing(CellWindow::kind));
        for (CostItem record : records) {
            CellWindow.cut(record, group, rule).forEach((cell, cost) -> {
                if (wanted.test(cell)) {
                    pieces.computeIfAbsent(cell, any -> new ArrayList<>()).add(new Piece(record, cost));
                }
            });
        }
        if (pieces.isEmpty()) {
            return List.of();
        }
        TierSearch search = new TierSearch(
                group, configuration, new SampleStore(session, view, exponents(), hull(pieces.keySet())), basis());
        List<ComputedCell> cells = new ArrayList<>();
        pieces.forEach((cell, list) -> {
            list.sort(Comparator.comparingLong(piece -> piece.record().id()));
            Map<Integer, TierSearch.Found> parts = search.parts(rule, cell);
            cells.add(new ComputedCell(cell, List.copyOf(list), parts, division(parts)));
        });
        return cells;
    }

    /** What other rules charged in the run. */
    AllocatedBasis basis() {
        return new AllocatedBasis(session, inputs.groups(), inputs.charges());
    }

    private Division division(Map<Integer, TierSearch.Found> parts) {
        if (rule == null) {
            return Objects.requireNonNull(parts.get(0)).division();
        }
        List<Division.Branch> branches = new ArrayList<>();
        parts.forEach((part, found) -> branches.add(new Division.Branch(
                "part " + (part + 1), UsageIndex.ofShare(rule.parts().get(part).weight()), found.division())));
        return Division.Branches.of(branches);
    }

    /** All hours that tiers may look at. */
    private CellWindow hull(Iterable<CellWindow> cells) {
        long first = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (CellWindow cell : cells) {
            if (rule != null) {
                for (Tier tier : rule.parts().stream()
                        .flatMap(part -> part.tiers().stream())
                        .toList()) {
                    if (tier instanceof Tier.Even even) {
                        CellWindow widened = cell.widened(even.window());
                        first = Math.min(first, widened.firstHour());
                        end = Math.max(end, widened.endHour());
                    }
                }
            }
            first = Math.min(first, cell.firstHour());
            end = Math.max(end, cell.endHour());
        }
        return new CellWindow(CellWindow.Kind.SPAN, first, end, CellWindow.dayOf(first));
    }

    /** Of a correction they are those of the closing; no run records others. */
    private Map<String, Integer> exponents() {
        Map<String, Integer> exponents = new HashMap<>();
        Run run = inputs.isCorrection() ? session.requireRun(inputs.month()) : inputs.run();
        run.result().facts().forEach((name, value) -> {
            if (name.startsWith(EXPONENT)) {
                exponents.put(name.substring(EXPONENT.length()), Integer.valueOf(value));
            }
        });
        return exponents;
    }

    /** Records of the group that touch the time, and those that start in it. */
    private List<CostItem> records(Instant from, Instant to) {
        Dialect dialect = session.dialect();
        String start = dialect.name("ChargePeriodStart");
        String resource = group.columns().get("ResourceId");
        String condition = dialect.name("x_GroupId") + " = " + group.groupId() + " AND " + start + " < "
                + dialect.timestamp(to) + " AND (" + dialect.name("ChargePeriodEnd") + " > " + dialect.timestamp(from)
                + " OR " + start + " >= " + dialect.timestamp(from) + ") AND " + dialect.name("ResourceId")
                + (resource == null ? " IS NULL" : " = " + dialect.text(resource));
        FileFilter files =
                FileFilter.ALL.is("x_BillingMonth", inputs.month().toString()).is("x_GroupId", group.groupId());
        List<CostItem> found = session.engine()
                .query(
                        select(session) + view.relation(Tables.COST_RECORD, files) + " AS c WHERE " + condition,
                        Recomputation::item);
        boolean several = inputs.isCorrection()
                || inputs.groups().ofRecords(group.groupId()).size() > 1;
        return several ? found.stream().filter(this::isTaken).toList() : found;
    }

    static String select(ReportSession session) {
        Dialect dialect = session.dialect();
        return "SELECT " + dialect.name("x_RecordId") + ", " + dialect.secondOf(dialect.name("ChargePeriodStart"))
                + ", "
                + dialect.secondOf(dialect.name("ChargePeriodEnd")) + ", "
                + dialect.name(session.configuration().costBasis().column()) + ", " + dialect.name("x_Source") + ", "
                + dialect.name("x_Delivery") + ", " + dialect.name("x_File") + ", " + dialect.name("x_Row") + " FROM ";
    }

    static CostItem item(Row row) {
        return new CostItem(
                row.number(0),
                row.number(1),
                row.number(2),
                Objects.requireNonNull(row.decimal(3)),
                new CostItem.Origin(
                        Objects.requireNonNull(row.text(4)),
                        Objects.requireNonNull(row.text(5)),
                        Objects.requireNonNull(row.text(6)),
                        row.number(7)));
    }

    /** Whether this group's rule is the one that takes the record: where rules change, groups differ by their rule only. */
    boolean isTaken(CostItem record) {
        ConditionCheck check = new ConditionCheck(group.columns(), group.tagValues());
        Instant start = Instant.ofEpochSecond(record.start());
        AllocationRule taker = configuration.rules().stream()
                .filter(known -> known.validity().contains(start) && check.holds(known.condition()))
                .findFirst()
                .orElse(null);
        return taker == null ? rule == null : taker.equals(rule);
    }

    /** Sum of what reaches the leaves. */
    static UnitsAndRest sum(ComputedCell cell, List<Division.Path> paths) {
        return paths.stream().map(cell::share).reduce(UnitsAndRest.ZERO, UnitsAndRest::plus);
    }
}
