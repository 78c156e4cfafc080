package org.apportion.run;

import static org.apportion.model.table.Column.required;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.allocate.TouchedCharges;
import org.apportion.lake.LakeView;
import org.apportion.lake.OwnedCharges;
import org.apportion.model.BillingMonth;
import org.apportion.model.CostBasis;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * Writes differences as rows of {@code correction} and says why they arose, by what changed since other months last booked for it:
 * {@code owner} where a charge is the same and only its unit is another; else {@code delivery} where the records of its group are
 * others, with each of {@code rules}, {@code tags}, {@code directory}, {@code cost-basis}, {@code usage} and
 * {@code apportion <version> -> <version>} that has changed since and touches the charge, joined by {@code +}; {@code other corrections}
 * where it merely follows others; {@code delivery} alone where all records of the group came or went. {@code +owner} follows where the charge has also changed its unit.
 *
 * <p>What a change touches is known where the month was split again in part; else it may have touched each charge.
 */
final class CorrectionCauses {
    private static final String DELIVERIES = "correction_delivery";
    private static final String CHANGED = "correction_changed_group";
    private static final String TOUCHED = "correction_touched";
    /** Causes that a split in part tells apart. */
    private static final Set<String> TOLD = Set.of("rules", "tags", "directory", "usage");

    private final Engine engine;
    private final Dialect dialect;
    private final CostBasis basis;
    private final BillingMonth origin;
    private final LakeView view;
    private final ChangesSince changes;
    private final boolean isPartial;

    /** @param isPartial whether {@link TouchedCharges#TABLE} is there */
    CorrectionCauses(Workspace workspace, BillingMonth origin, LakeView view, ChangesSince changes, boolean isPartial) {
        this.engine = workspace.engine();
        this.dialect = engine.dialect();
        this.basis = workspace.configuration().costBasis();
        this.origin = origin;
        this.view = view;
        this.changes = changes;
        this.isPartial = isPartial;
    }

    /**
     * The select of the rows, sorted.
     *
     * @param difference table of the session: key of a charge, unit, amounts
     * @param groups table of the session with all record groups
     * @param frozen suffix of the tables that hold the closed month's organization
     */
    String rows(BillingMonth booking, String difference, String groups, String frozen) {
        loadChanged();
        List<Object[]> deliveries = new ArrayList<>();
        changes.deliveries().forEach((source, ids) -> deliveries.add(new Object[] {source, ids}));
        engine.load(
                DELIVERIES,
                List.of(
                        required("source", ColumnType.STRING, "Source id."),
                        required("deliveries", ColumnType.STRING, "Ids, in order.")),
                deliveries);
        loadTouched(difference, groups);
        String key =
                "d.record_group, d.day, d.part, d.tier, d.method, d.consumer_kind, d.consumer, d.cost_type, d.reason";
        String share = " OVER (PARTITION BY " + key.replace("d.record_group", "g." + dialect.name("x_GroupId")) + ")";
        String moved = "sum(d.amount)" + share + " = 0";
        String payer = "(coalesce(d.unit, '(' || d.unallocated))";
        String several = "min" + payer + share + " <> max" + payer + share;
        String cause = "CASE WHEN " + moved + " THEN 'owner' ELSE " + causes() + " || CASE WHEN " + several
                + " THEN '+owner' ELSE '' END END";
        String usage = changes.usage().isEmpty() ? "NULL" : dialect.text(changes.usage());
        String brought =
                "CASE WHEN " + moved + " THEN NULL ELSE nullif(concat_ws(', ', CASE WHEN x.x_GroupId IS NOT NULL"
                        + " THEN n.deliveries END, CASE WHEN " + touches("usage") + " THEN " + usage + " END), '') END";
        return "SELECT " + dialect.text(booking.toString()) + " AS billing_month, " + id(booking) + " AS correction, "
                + dialect.text(origin.toString()) + " AS origin_month, " + key
                + ", d.unit, coalesce(u.unit_name, f.unit_name) AS unit_name,"
                + " CASE WHEN u.unit IS NULL THEN f.cost_center ELSE u.cost_center END AS cost_center,"
                + " CASE WHEN u.unit IS NULL THEN f.unit_owner ELSE u.unit_owner END AS unit_owner, d.unallocated,"
                + " d.amount_before, d.amount_after, d.amount, " + cause + " AS cause, " + brought
                + " AS deliveries FROM " + difference + " AS d JOIN " + groups
                + " AS g ON g.record_group = d.record_group LEFT JOIN " + OwnedCharges.UNITS
                + " AS u ON u.unit = d.unit LEFT JOIN " + OwnedCharges.UNITS + frozen
                + " AS f ON f.unit = d.unit LEFT JOIN " + CHANGED + " AS x ON x.x_GroupId = g."
                + dialect.name("x_GroupId")
                + " LEFT JOIN " + DELIVERIES + " AS n ON n.source = g." + dialect.name("x_Source") + touchedJoin()
                + " ORDER BY "
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
    private void loadChanged() {
        String old = groups(changes.before().relation(Tables.COST_RECORD, MonthRun.ofMonth(origin)));
        String now = groups(view.relation(Tables.COST_RECORD, MonthRun.ofMonth(origin)));
        engine.execute(dialect.createTable(
                CHANGED,
                "SELECT coalesce(o.id, n.id) AS x_GroupId, CASE WHEN o.id IS NULL OR n.id IS NULL THEN 1 ELSE 0 END AS"
                        + " came_or_went FROM (" + old + ") AS o FULL JOIN (" + now
                        + ") AS n ON n.id = o.id WHERE o.id IS NULL OR n.id IS NULL OR o.records <> n.records OR"
                        + " o.cost <> n.cost OR o.first <> n.first OR o.last <> n.last"));
    }

    private String groups(String cost) {
        return "SELECT " + dialect.name("x_GroupId") + " AS id, count(*) AS records, sum("
                + dialect.name(basis.column()) + ") AS cost, min(" + dialect.name("ChargePeriodStart")
                + ") AS first, max(" + dialect.name("ChargePeriodEnd") + ") AS last FROM " + cost + " AS c GROUP BY 1";
    }

    /** Per record group and day of a difference what touched it; tags may hand a group to another rule. */
    private void loadTouched(String difference, String groups) {
        if (isPartial) {
            engine.execute(dialect.createTable(
                    TOUCHED,
                    "SELECT d.record_group, d.day, " + flag("rules", "'rules'") + ", " + flag("tags", "'tags', 'rules'")
                            + ", " + flag("directory", "'directory'") + ", " + flag("usage", "'usage'")
                            + " FROM (SELECT DISTINCT record_group, day FROM " + difference + " AS r) AS d JOIN "
                            + groups + " AS g ON g.record_group = d.record_group JOIN " + TouchedCharges.TABLE
                            + " AS t ON t.x_GroupId = g." + dialect.name("x_GroupId")
                            + " AND d.day BETWEEN t.first_day AND t.last_day GROUP BY d.record_group, d.day"));
        }
    }

    private static String flag(String cause, String of) {
        return "max(CASE WHEN t.cause IN (" + of + ") THEN 1 ELSE 0 END) AS by_" + cause;
    }

    private String touchedJoin() {
        return isPartial ? " LEFT JOIN " + TOUCHED + " AS t ON t.record_group = d.record_group AND t.day = d.day" : "";
    }

    /** What came or went as a whole did so by its delivery. */
    private String touches(String cause) {
        return "coalesce(x.came_or_went, 0) = 0"
                + (isPartial && TOLD.contains(cause) ? " AND t.by_" + cause + " = 1" : "");
    }

    private String causes() {
        String all = "CASE WHEN x.x_GroupId IS NOT NULL THEN '+delivery' ELSE '' END"
                + changes.ofCharges().stream()
                        .map(cause -> " || CASE WHEN " + touches(cause) + " THEN " + dialect.text("+" + cause)
                                + " ELSE '' END")
                        .collect(Collectors.joining());
        return "coalesce(nullif(substring(" + all + ", 2), ''), " + dialect.text(ChangesSince.NOTHING) + ")";
    }
}
