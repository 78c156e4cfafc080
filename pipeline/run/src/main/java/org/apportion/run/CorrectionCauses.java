package org.apportion.run;

import static org.apportion.model.table.Column.required;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.lake.OwnedCharges;
import org.apportion.ledger.Run;
import org.apportion.ledger.period.Reconciled;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * Writes differences as rows of {@code correction} and says why they arose, by what changed since other months last booked for it:
 * {@code owner} where a charge is the same and only its unit is another; {@code delivery} where the records of its group are
 * others; else what changed for the whole month ({@code rules}, {@code usage}, {@code tags}, {@code directory},
 * {@code cost-basis}, joined by {@code +}); and {@code other corrections} where the charge merely follows others. {@code +owner} follows where the charge has also changed its
 * unit.
 */
final class CorrectionCauses {
    private static final String DELIVERIES = "correction_delivery";
    private static final String CHANGED = "correction_changed_group";
    private static final List<String> SECTIONS = List.of("rules", "tags", "directory", "cost-basis");

    private final Workspace workspace;
    private final BillingMonth origin;
    private final LakeView view;
    private final Engine engine;
    private final Dialect dialect;

    CorrectionCauses(Workspace workspace, BillingMonth origin, LakeView view) {
        this.workspace = workspace;
        this.origin = origin;
        this.view = view;
        this.engine = workspace.engine();
        this.dialect = engine.dialect();
    }

    /**
     * The select of the rows, sorted.
     *
     * @param difference table of the session: key of a charge, unit, amounts
     * @param groups table of the session with all record groups
     * @param frozen suffix of the tables that hold the closed month's organization
     */
    String rows(Reconciled last, BillingMonth booking, String difference, String groups, String frozen) {
        Run run = workspace
                .ledger()
                .read(transaction -> transaction.runs().find(last.run()))
                .orElseThrow();
        LakeView before = workspace.lake().at(run.start().inputs());
        loadChanged(before);
        engine.load(
                DELIVERIES,
                List.of(
                        required("source", ColumnType.STRING, "Source id."),
                        required("deliveries", ColumnType.STRING, "Ids, in order.")),
                deliveries(before));
        String usage = usageDeliveries(last, before);
        String month = causes(run, usage);
        String key =
                "d.record_group, d.day, d.part, d.tier, d.method, d.consumer_kind, d.consumer, d.cost_type, d.reason";
        String share = " OVER (PARTITION BY " + key.replace("d.record_group", "g." + dialect.name("x_GroupId")) + ")";
        String moved = "sum(d.amount)" + share + " = 0";
        String payer = "(coalesce(d.unit, '(' || d.unallocated))";
        String several = "min" + payer + share + " <> max" + payer + share;
        String cause =
                "CASE WHEN " + moved + " THEN 'owner' ELSE CASE WHEN x.x_GroupId IS NOT NULL THEN 'delivery' ELSE "
                        + dialect.text(month) + " END || CASE WHEN " + several + " THEN '+owner' ELSE '' END END";
        String deliveries = "CASE WHEN " + moved + " THEN NULL WHEN x.x_GroupId IS NOT NULL THEN n.deliveries ELSE "
                + (usage.isEmpty() ? "NULL" : dialect.text(usage)) + " END";
        return "SELECT " + dialect.text(booking.toString()) + " AS billing_month, " + id(booking) + " AS correction, "
                + dialect.text(origin.toString()) + " AS origin_month, " + key
                + ", d.unit, coalesce(u.unit_name, f.unit_name) AS unit_name,"
                + " CASE WHEN u.unit IS NULL THEN f.cost_center ELSE u.cost_center END AS cost_center,"
                + " CASE WHEN u.unit IS NULL THEN f.unit_owner ELSE u.unit_owner END AS unit_owner, d.unallocated,"
                + " d.amount_before, d.amount_after, d.amount, " + cause + " AS cause, " + deliveries
                + " AS deliveries FROM " + difference + " AS d JOIN " + groups
                + " AS g ON g.record_group = d.record_group LEFT JOIN " + OwnedCharges.UNITS
                + " AS u ON u.unit = d.unit LEFT JOIN " + OwnedCharges.UNITS + frozen
                + " AS f ON f.unit = d.unit LEFT JOIN " + CHANGED + " AS x ON x.x_GroupId = g."
                + dialect.name("x_GroupId")
                + " LEFT JOIN " + DELIVERIES + " AS n ON n.source = g." + dialect.name("x_Source") + " ORDER BY "
                + Tables.CORRECTION.sort().stream()
                        .filter(column -> !column.equals("origin_month"))
                        .map(column -> "d." + column)
                        .collect(Collectors.joining(", "))
                + ", d.method, d.cost_type, d.reason, d.unallocated";
    }

    private String id(BillingMonth booking) {
        List<String> texts = new ArrayList<>(List.of(dialect.text(booking.toString())));
        for (String column : List.of("record_group", "day", "part", "tier")) {
            texts.add("CAST(d." + column + " AS " + dialect.type(ColumnType.STRING) + ")");
        }
        for (String column :
                List.of("method", "consumer_kind", "consumer", "cost_type", "reason", "unit", "unallocated")) {
            texts.add("d." + column);
        }
        return dialect.portableHash(texts);
    }

    /** Record groups whose records are others in number, sum or time. */
    private void loadChanged(LakeView before) {
        String old = groups(before.relation(Tables.COST_RECORD, MonthRun.ofMonth(origin)));
        String now = groups(view.relation(Tables.COST_RECORD, MonthRun.ofMonth(origin)));
        engine.execute(dialect.createTable(
                CHANGED,
                "SELECT coalesce(o.id, n.id) AS x_GroupId FROM (" + old + ") AS o FULL JOIN (" + now
                        + ") AS n ON n.id = o.id WHERE o.id IS NULL OR n.id IS NULL OR o.records <> n.records OR"
                        + " o.cost <> n.cost OR o.first <> n.first OR o.last <> n.last"));
    }

    private String groups(String cost) {
        return "SELECT " + dialect.name("x_GroupId") + " AS id, count(*) AS records, sum("
                + dialect.name(workspace.configuration().costBasis().column()) + ") AS cost, min("
                + dialect.name("ChargePeriodStart") + ") AS first, max(" + dialect.name("ChargePeriodEnd")
                + ") AS last FROM " + cost + " AS c GROUP BY 1";
    }

    /** Per source the deliveries of the month that were not there before. */
    private List<Object[]> deliveries(LakeView before) {
        Map<String, TreeSet<String>> bySource =
                new TreeMap<>(pairs(view.relation(Tables.COST_RECORD, MonthRun.ofMonth(origin))));
        pairs(before.relation(Tables.COST_RECORD, MonthRun.ofMonth(origin)))
                .forEach((source, known) ->
                        bySource.getOrDefault(source, new TreeSet<>()).removeAll(known));
        List<Object[]> rows = new ArrayList<>();
        bySource.forEach((source, ids) -> {
            if (!ids.isEmpty()) {
                rows.add(new Object[] {source, String.join(", ", ids)});
            }
        });
        return rows;
    }

    private String usageDeliveries(Reconciled last, LakeView before) {
        FileFilter months = FileFilter.ALL.in(
                "x_UsageMonth", InputsState.parse(last.inputs()).usageMonths());
        TreeSet<String> ids = new TreeSet<>();
        pairs(view.relation(Tables.USAGE_SAMPLE, months)).values().forEach(ids::addAll);
        pairs(before.relation(Tables.USAGE_SAMPLE, months)).values().forEach(ids::removeAll);
        return String.join(", ", ids);
    }

    private Map<String, TreeSet<String>> pairs(String relation) {
        Map<String, TreeSet<String>> pairs = new TreeMap<>();
        engine.forEach(
                "SELECT DISTINCT " + dialect.name("x_Source") + ", " + dialect.name("x_Delivery") + " FROM " + relation
                        + " AS r",
                row -> pairs.computeIfAbsent(Objects.requireNonNull(row.text(0)), source -> new TreeSet<>())
                        .add(Objects.requireNonNull(row.text(1))));
        return pairs;
    }

    private String causes(Run run, String usage) {
        List<String> causes = new ArrayList<>();
        Map<String, String> now = workspace.configuration().fingerprints();
        for (String section : SECTIONS) {
            if (!Objects.equals(run.start().fingerprints().get(section), now.get(section))) {
                causes.add(section);
            }
        }
        if (!usage.isEmpty()) {
            causes.add("usage");
        }
        return causes.isEmpty() ? "other corrections" : String.join("+", causes);
    }
}
